package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Do;
import org.causal4j.graph.Intervention;

/**
 * A causal graph with a distribution for each variable given its direct causes: P(x1, …, xn) is the
 * product of P(xi | parents of xi) (Pearl 2009, <i>Causality</i>, section 1.2.2). It answers what
 * to expect on <em>seeing</em> something, and, after {@link #intervene}, on <em>doing</em> it.
 *
 * <pre>{@code
 * BayesianNetwork net = BayesianNetwork.fit(graph, table, FitOptions.dirichlet(1));
 * net.query("buy").given("shown", "yes").posterior();                   // seeing
 * net.intervene(Do.set("shown", "yes")).query("buy").posterior();       // doing
 * }</pre>
 *
 * <p>All variables are discrete (see {@link HybridNetwork} for numbers); answers are exact up to
 * rounding unless {@link Query#approximate(ApproximateMethod)} is asked. Equal when variables,
 * states, parent order and tables are. Immutable and safe to share between threads.
 */
public final class BayesianNetwork {
  /** Memory that exact inference may take unless told otherwise: 1 GiB. */
  public static final long DEFAULT_BUDGET = 1L << 30;

  private static final int LINES_SHOWN = 30;

  private final ImmutableMap<String, Cpd.Tabular> cpds;
  private final ImmutableMap<String, Integer> index;
  private final CausalGraph graph;
  private final Provenance provenance;
  private final int[] card;
  private final ImmutableList<Factor> factors;

  private BayesianNetwork(
      ImmutableMap<String, Cpd.Tabular> cpds, CausalGraph graph, Provenance provenance) {
    this.cpds = cpds;
    this.graph = graph;
    this.provenance = provenance;
    ImmutableMap.Builder<String, Integer> numbers = ImmutableMap.builder();
    this.card = new int[cpds.size()];
    int next = 0;
    for (Cpd.Tabular cpd : cpds.values()) {
      card[next] = cpd.states().size();
      numbers.put(cpd.variable(), next++);
    }
    this.index = numbers.buildOrThrow();
    ImmutableList.Builder<Factor> tables = ImmutableList.builder();
    for (Cpd.Tabular cpd : cpds.values()) {
      int[] vars = new int[cpd.parents().size() + 1];
      for (int i = 0; i < vars.length - 1; i++) {
        vars[i] = index(cpd.parents().get(i));
      }
      vars[vars.length - 1] = index(cpd.variable());
      tables.add(Factor.dense(card, vars, cpd.table()));
    }
    this.factors = tables.build();
  }

  /** A network of these distributions, whose variables and states fit together already. */
  static BayesianNetwork of(Iterable<Cpd.Tabular> cpds, Provenance provenance) {
    ImmutableMap.Builder<String, Cpd.Tabular> byName = ImmutableMap.builder();
    CausalGraph.Builder graph = CausalGraph.builder();
    for (Cpd.Tabular cpd : cpds) {
      byName.put(cpd.variable(), cpd);
      graph.node(cpd.variable());
    }
    for (Cpd.Tabular cpd : cpds) {
      cpd.parents().forEach(parent -> graph.edge(parent, cpd.variable()));
    }
    return new BayesianNetwork(byName.buildOrThrow(), graph.build(), provenance);
  }

  /** Starts a network whose tables are written out. */
  public static NetworkBuilder builder() {
    return new NetworkBuilder();
  }

  /**
   * Estimates the tables from data: for each variable and each combination of parent states, the
   * counts of its states, plus what the prior of the options adds.
   *
   * <p>The states of a variable, and their order, are those of its column; columns that are not in
   * the graph are not looked at. Linear in rows times edges.
   *
   * <p>With {@link FitOptions#em} missing cells and latent nodes are counted as they are expected
   * to be; {@link EmFit} gives the record of the runs as well.
   *
   * @param graph a DAG; its nodes are discrete columns of the table
   * @throws IllegalArgumentException for a bidirected edge, or a latent node without EM (name the
   *     hidden cause, and use EM, or remove it), a continuous column (discretize it), a node
   *     without a column, or missing cells where the options refuse them
   * @throws org.causal4j.core.NotConvergedException where the best run of EM hasn't converged
   * @throws UnseenParentStateException under maximum likelihood, where parent states were never
   *     seen together
   */
  public static BayesianNetwork fit(CausalGraph graph, Table table, FitOptions options) {
    return fit(graph, table, options, ProgressListener.NONE);
  }

  /** The same, heard and cancelled variable by variable. */
  public static BayesianNetwork fit(
      CausalGraph graph, Table table, FitOptions options, ProgressListener progress) {
    return new NetworkFitter(graph, table, options).fit(progress);
  }

  /**
   * Draws rows from the network, causes before effects; a column for each variable. The same seed
   * gives the same rows for any number of threads. Cost: rows times edges.
   *
   * @param rows from 0 up
   */
  public Table sample(int rows, Seed seed) {
    return sample(rows, seed, ProgressListener.NONE);
  }

  /** The same, heard and cancelled. The listener hears several threads. */
  public Table sample(int rows, Seed seed, ProgressListener progress) {
    return ForwardSampler.sample(this, rows, seed, progress);
  }

  /**
   * Reads a network from a file: BIF, XMLBIF or UAI, plain or gzip, told by its text, see {@link
   * NetworkFormats}. {@link NetworkFormats#readReport} also tells which rows were normalized.
   *
   * @throws org.causal4j.core.DataFormatException with line and column
   */
  public static BayesianNetwork read(Path file) throws IOException {
    return NetworkFormats.read(file);
  }

  /**
   * Writes the network to a file in the format of its name, see {@link NetworkFormats}: {@code
   * .bif}, {@code .xml}, {@code .xmlbif} or {@code .uai}, with {@code .gz} behind it for
   * compression. Reading it gives the same bits, but UAI has no names.
   *
   * @throws IllegalArgumentException for a file of another name, or a name that the format can't
   *     hold
   */
  public void write(Path file) throws IOException {
    NetworkFormats.write(this, file);
  }

  // -- what it is made of ----------------------------------------------------------------------

  /** The variables, in order. */
  public List<String> variables() {
    return cpds.keySet().asList();
  }

  /** The states of a variable, in order. */
  public List<String> states(String variable) {
    return cpd(variable).states();
  }

  /** The distribution of a variable given its parents. */
  public Cpd.Tabular cpd(String variable) {
    index(variable);
    return Objects.requireNonNull(cpds.get(variable));
  }

  /** The causal graph. */
  public CausalGraph graph() {
    return graph;
  }

  /** Where the network comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** Number of free parameters of all tables. */
  public long freeParameters() {
    return cpds.values().stream().mapToLong(Cpd::freeParameters).sum();
  }

  // -- asking ----------------------------------------------------------------------------------

  /** Asks for the distribution of some variables, together. */
  public Query query(String... targets) {
    return new Query(this, Inquiry.seeing(this), targets);
  }

  /** The approximate posterior of every variable, from one run of the method. */
  public ApproximateMarginals approximateMarginals(Evidence evidence, ApproximateMethod method) {
    return approximateMarginals(evidence, method, ProgressListener.NONE);
  }

  /**
   * The same, heard and cancelled. The listener hears several threads.
   *
   * @throws ImpossibleEvidenceException and others as {@link Query#approximate(ApproximateMethod)}
   */
  public ApproximateMarginals approximateMarginals(
      Evidence evidence, ApproximateMethod method, ProgressListener progress) {
    return ApproximateProblem.marginals(Inquiry.seeing(this), evidence, method, progress);
  }

  /** Asks for the most probable states of all variables. */
  public MpeQuery mpe() {
    return new MpeQuery(Inquiry.seeing(this), Evidence.none(), DEFAULT_BUDGET);
  }

  /** Asks for the most probable states of some variables together, all others summed over. */
  public MapQuery map(String... variables) {
    return new MapQuery(Inquiry.seeing(this), variables);
  }

  /**
   * The network after an intervention: the table of each variable intervened upon is replaced, all
   * others stay (truncated factorization; Pearl 2009, section 3.2.3). A {@link Intervention.Set}
   * puts all mass on a state, a {@link Intervention.Draw} a distribution of its own.
   *
   * @throws IllegalArgumentException for an unknown variable or state, and for a {@link
   *     Intervention.Shift}, which needs a continuous variable
   */
  public IntervenedNetwork intervene(Do intervention) {
    return IntervenedNetwork.of(this, intervention);
  }

  /**
   * The probability of one state of every variable: the product of the tables' entries, in natural
   * logarithms; negative infinity where it is 0.
   */
  public double logProbability(Map<String, String> states) {
    for (String variable : variables()) {
      Preconditions.checkArgument(states.containsKey(variable), "states: %s has none", variable);
    }
    int[] codes = new int[card.length];
    states.forEach((variable, state) -> codes[index(variable)] = code(variable, state));
    return logProbability(codes);
  }

  double logProbability(int[] codes) {
    double sum = 0;
    for (Factor factor : factors) {
      int at = 0;
      for (int i = 0; i < factor.vars().length; i++) {
        at += factor.strides()[i] * codes[factor.vars()[i]];
      }
      sum += Math.log(factor.table()[at]);
    }
    return sum;
  }

  /** What {@link #compile()} would take; allocates nothing large. */
  public InferencePlan plan() {
    return CompiledNetwork.plan(this);
  }

  /** Prepares for many questions about single variables, within {@link #DEFAULT_BUDGET}. */
  public CompiledNetwork compile() {
    return compile(DEFAULT_BUDGET);
  }

  /**
   * Prepares for many questions about single variables.
   *
   * @throws InferenceBudgetException with the estimate, where it would take more than the budget
   */
  public CompiledNetwork compile(long budgetBytes) {
    return CompiledNetwork.of(Inquiry.seeing(this), budgetBytes);
  }

  // -- text ------------------------------------------------------------------------------------

  /** The graph in Graphviz form. */
  public String toDot() {
    return graph.toDot();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BayesianNetwork that
        && variables().equals(that.variables())
        && cpds.equals(that.cpds);
  }

  @Override
  public int hashCode() {
    return cpds.hashCode();
  }

  /** Size, then each variable with its states and parents. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("BayesianNetwork: ");
    out.append(cpds.size()).append(" variables, ");
    out.append(graph.directedEdges().size()).append(" edges, ");
    out.append(freeParameters()).append(" free parameters");
    cpds.values().stream()
        .limit(LINES_SHOWN)
        .forEach(
            cpd -> {
              out.append("\n  ").append(cpd.variable()).append(' ').append(cpd.states());
              if (!cpd.parents().isEmpty()) {
                out.append(" | ").append(String.join(", ", cpd.parents()));
              }
            });
    if (cpds.size() > LINES_SHOWN) {
      out.append("\n  … ").append(cpds.size() - LINES_SHOWN).append(" more");
    }
    return out.toString();
  }

  // -- for this package: variables and states as numbers -----------------------------------------

  int index(String variable) {
    Integer found = index.get(variable);
    if (found == null) {
      throw new IllegalArgumentException(
          "variable: '" + variable + "' is not in the network; it has " + shortList(variables()));
    }
    return found;
  }

  int code(String variable, String state) {
    return Cpd.Tabular.code(variable, states(variable), state);
  }

  /** States by variable: the array itself. */
  int[] card() {
    return card;
  }

  ImmutableList<Factor> factors() {
    return factors;
  }

  /** The factors of the targets, of the observed variables, and of all their ancestors. */
  List<Factor> relevantFactors(int[] targets, int[] observed) {
    List<String> wanted = new ArrayList<>();
    for (int v : targets) {
      wanted.add(variables().get(v));
    }
    for (int v : observed) {
      wanted.add(variables().get(v));
    }
    List<Factor> relevant = new ArrayList<>();
    for (String ancestor : graph.ancestors(wanted)) {
      relevant.add(factors.get(index(ancestor)));
    }
    return relevant;
  }

  /** The state by variable, -1 where nothing is observed. */
  int[] codes(Evidence evidence) {
    int[] codes = new int[card.length];
    Arrays.fill(codes, -1);
    evidence
        .observed()
        .forEach((variable, state) -> codes[index(variable)] = code(variable, state));
    return codes;
  }

  /** The likelihoods as factors. */
  List<Factor> likelihoods(Evidence evidence) {
    List<Factor> list = new ArrayList<>();
    evidence
        .likelihoods()
        .forEach(
            (variable, weights) -> {
              int v = index(variable);
              Preconditions.checkArgument(
                  weights.size() == card[v],
                  "likelihood: %s weights were given for %s's states %s",
                  weights.size(),
                  variable,
                  states(variable));
              double[] table = weights.stream().mapToDouble(Double::doubleValue).toArray();
              list.add(Factor.dense(card, new int[] {v}, table));
            });
    return list;
  }

  private static String shortList(List<String> names) {
    int limit = 50;
    return names.size() <= limit
        ? names.toString()
        : names.subList(0, limit) + " and " + (names.size() - limit) + " more";
  }
}
