package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Do;
import org.causal4j.graph.Intervention;
import org.jspecify.annotations.Nullable;

/**
 * A network of discrete and continuous variables: tables for discrete children, linear-Gaussian and
 * conditional-Gaussian distributions for continuous ones. A discrete child can't have a continuous
 * parent (Lauritzen 1992, "Propagation of probabilities, means, and variances in mixed graphical
 * association models", section 2). Without discrete variables it is a Gaussian network.
 *
 * <pre>{@code
 * HybridNetwork net = HybridNetwork.fit(graph, table, FitOptions.dirichlet(1));
 * net.query("spend").given("shown", "yes").given("price", 9.5).posterior().mean("spend");
 * net.intervene(Do.shift("price", -1)).query("spend").posterior().mean("spend");
 * }</pre>
 *
 * <p>Answers are exact up to rounding: a mixture of Gaussians, one for each combination of the
 * discrete variables that matter to the continuous ones. Immutable and safe to share between
 * threads.
 */
public final class HybridNetwork {
  private final ImmutableMap<String, Cpd> cpds;
  private final BayesianNetwork tables;
  private final CausalGraph graph;
  private final Provenance provenance;
  private final @Nullable Do done;

  /**
   * @param cpds of all variables, in order
   * @param tables the discrete part
   * @param done what has been done to it
   */
  HybridNetwork(
      ImmutableMap<String, Cpd> cpds,
      BayesianNetwork tables,
      Provenance provenance,
      @Nullable Do done) {
    this.cpds = cpds;
    this.tables = tables;
    this.provenance = provenance;
    this.done = done;
    CausalGraph.Builder builder = CausalGraph.builder();
    cpds.keySet().forEach(builder::node);
    cpds.values().forEach(c -> c.parents().forEach(p -> builder.edge(p, c.variable())));
    this.graph = builder.build();
  }

  /** Starts a network whose distributions are written out. */
  public static HybridBuilder builder() {
    return new HybridBuilder();
  }

  /** A discrete network as a hybrid one. */
  public static HybridNetwork of(BayesianNetwork network) {
    ImmutableMap.Builder<String, Cpd> all = ImmutableMap.builder();
    network.variables().forEach(name -> all.put(name, network.cpd(name)));
    return new HybridNetwork(all.buildOrThrow(), network, network.provenance(), null);
  }

  /**
   * Estimates tables from counts and the prior of the options, and regressions by maximum
   * likelihood (least squares; the variance divides by the number of rows).
   *
   * @param graph a DAG; its nodes are columns of the table, and no continuous column causes a
   *     discrete one
   * @throws IllegalArgumentException for what {@link HybridStatistics} refuses, options that ask
   *     for EM, or too few or collinear rows for a regression
   * @throws UnseenParentStateException where the states of discrete parents were never seen
   *     together: for a table under maximum likelihood, for a regression always
   */
  public static HybridNetwork fit(CausalGraph graph, Table table, FitOptions options) {
    Preconditions.checkArgument(
        options.missing() instanceof FitOptions.MissingCells,
        "options: %s; EM serves discrete networks only",
        options.missing());
    return HybridStatistics.empty(graph, table)
        .add(table, (FitOptions.MissingCells) options.missing())
        .fit(options);
  }

  // -- what it is made of ------------------------------------------------------------------------

  /** The variables, in order. */
  public List<String> variables() {
    return cpds.keySet().asList();
  }

  /** Whether a variable is discrete. */
  public boolean isDiscrete(String variable) {
    return cpd(variable) instanceof Cpd.Tabular;
  }

  /** The distribution of a variable given its parents. */
  public Cpd cpd(String variable) {
    Cpd found = cpds.get(variable);
    if (found == null) {
      throw new IllegalArgumentException(
          "variable: '" + variable + "' is not in the network; it has " + variables());
    }
    return found;
  }

  /** The network of the discrete variables alone. */
  public BayesianNetwork discretePart() {
    return tables;
  }

  /** The causal graph; after a {@link Intervention.Set} without the edges into the variable. */
  public CausalGraph graph() {
    return graph;
  }

  /** Where the network comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** What has been done; empty where nothing was. */
  public Optional<Do> done() {
    return Optional.ofNullable(done);
  }

  // -- asking ------------------------------------------------------------------------------------

  /** Asks for the distribution of some variables. */
  public HybridQuery query(String... targets) {
    return new HybridQuery(this, targets);
  }

  /**
   * The network after an intervention. {@link Intervention.Set} puts a discrete variable at a state
   * and a continuous one at a number; {@link Intervention.Shift} adds to what a continuous variable
   * would have been, whose causes stay; {@link Intervention.Draw} is for discrete variables.
   *
   * @throws IllegalArgumentException for an unknown variable or state, an intervention that doesn't
   *     fit the kind of variable, or a variable that has been intervened upon
   */
  public HybridNetwork intervene(Do intervention) {
    for (String variable : intervention.variables()) {
      cpd(variable);
      Preconditions.checkArgument(
          done == null || !done.variables().contains(variable),
          "intervention: %s was intervened upon already, by %s",
          variable,
          done);
    }
    ImmutableMap.Builder<String, Cpd> all = ImmutableMap.builder();
    List<Intervention> onTables = new ArrayList<>();
    ImmutableMap.Builder<String, Cpd> changed = ImmutableMap.builder();
    for (Intervention one : intervention.interventions()) {
      if (isDiscrete(one.variable())) {
        onTables.add(one);
      } else {
        changed.put(one.variable(), after(cpd(one.variable()), one));
      }
    }
    BayesianNetwork newTables =
        onTables.isEmpty()
            ? tables
            : tables.intervene(Do.of(onTables.toArray(Intervention[]::new))).network();
    Map<String, Cpd> gaussians = changed.buildOrThrow();
    for (String variable : variables()) {
      all.put(
          variable,
          isDiscrete(variable)
              ? newTables.cpd(variable)
              : gaussians.getOrDefault(variable, cpd(variable)));
    }
    return new HybridNetwork(
        all.buildOrThrow(),
        newTables,
        Provenance.of("intervention", ImmutableMap.of("do", intervention.toString()), provenance),
        done == null ? intervention : done.and(intervention));
  }

  private static Cpd after(Cpd cpd, Intervention intervention) {
    String variable = cpd.variable();
    return intervention.fold(
        set ->
            new Cpd.LinearGaussian(variable, number(variable, set.state()), ImmutableMap.of(), 0),
        shift ->
            cpd.<Cpd>fold(
                tabular -> tabular,
                linear -> linear.shifted(shift.amount()),
                mixed -> mixed.shifted(shift.amount())),
        draw -> {
          throw new IllegalArgumentException(
              "intervention: "
                  + draw
                  + " draws a state, but "
                  + variable
                  + " is continuous; use Do.set or Do.shift");
        });
  }

  static double number(String variable, String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "value: '" + text + "' of the continuous variable " + variable + " is no number", e);
    }
    Preconditions.checkArgument(
        Double.isFinite(value), "value: %s of %s is not finite", text, variable);
    return value;
  }

  /**
   * Draws rows, causes before effects: a discrete or continuous column for each variable. The same
   * seed gives the same rows for any number of threads.
   */
  public Table sample(int rows, Seed seed) {
    return sample(rows, seed, ProgressListener.NONE);
  }

  /** The same, heard and cancelled. The listener hears several threads. */
  public Table sample(int rows, Seed seed, ProgressListener progress) {
    return HybridSampler.sample(this, rows, seed, progress);
  }

  /** The states of a discrete variable. */
  ImmutableList<String> states(String variable) {
    return ImmutableList.copyOf(tables.states(variable));
  }

  /** The regression of a continuous variable under states of the discrete ones, by number. */
  Cpd.LinearGaussian regression(String variable, Map<String, Integer> codes) {
    return cpd(variable)
        .<Cpd.LinearGaussian>fold(
            tabular -> {
              throw new IllegalArgumentException("variable: " + variable + " is discrete");
            },
            linear -> linear,
            mixed -> {
              int row = 0;
              for (int i = 0; i < mixed.discreteParents().size(); i++) {
                int code = Objects.requireNonNull(codes.get(mixed.discreteParents().get(i)));
                row = row * mixed.parentStates().get(i).size() + code;
              }
              return mixed.rows().get(row);
            });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HybridNetwork that
        && variables().equals(that.variables())
        && cpds.equals(that.cpds)
        && Objects.equals(done, that.done);
  }

  @Override
  public int hashCode() {
    return cpds.hashCode();
  }

  /** Size, then each distribution's kind. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(done == null ? "" : "after " + done + ": ");
    long discrete = cpds.values().stream().filter(Cpd.Tabular.class::isInstance).count();
    out.append("HybridNetwork: ").append(discrete).append(" discrete and ");
    out.append(cpds.size() - discrete).append(" continuous variables");
    cpds.values()
        .forEach(
            cpd ->
                out.append("\n  ")
                    .append(
                        cpd instanceof Cpd.Tabular table
                            ? table.variable() + " " + table.states() + given(table.parents())
                            : cpd.toString().replace("\n", "\n  ")));
    return out.toString();
  }

  private static String given(List<String> parents) {
    return parents.isEmpty() ? "" : " | " + String.join(", ", parents);
  }
}
