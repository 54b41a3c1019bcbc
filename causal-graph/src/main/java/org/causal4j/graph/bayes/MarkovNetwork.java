package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.causal4j.core.Provenance;

/**
 * Discrete variables and potentials: P(x) is the product of the potentials over Z, their sum over
 * all states (Koller and Friedman 2009, <i>Probabilistic Graphical Models</i>, section 4.2). It has
 * no direction, so there is nothing to intervene upon. UAI MARKOV files hold such networks, see
 * {@link NetworkFormats#readUaiMarkov}.
 *
 * <pre>{@code
 * MarkovNetwork.builder()
 *     .variable("a", "0", "1")
 *     .variable("b", "0", "1")
 *     .factor(List.of("a", "b"), 10, 1, 1, 10)
 *     .build()
 *     .query("a").given("b", "1").posterior();
 * }</pre>
 *
 * <p>Answers are exact up to rounding, by variable elimination. Immutable and safe to share between
 * threads.
 */
public final class MarkovNetwork {
  private static final int LINES_SHOWN = 30;

  private final ImmutableMap<String, ImmutableList<String>> states;
  private final ImmutableList<Potential> potentials;
  private final Provenance provenance;
  private final ImmutableMap<String, Integer> index;
  private final int[] card;

  /** Each scaled to a maximum of 1; also one for each variable that no potential is about. */
  private final ImmutableList<Factor> scaled;

  private final double logScale;

  /**
   * A table over some variables: what it says about each of their states together, up to a factor.
   * Immutable.
   */
  public static final class Potential {
    private final ImmutableList<String> scope;
    private final double[] table;

    private Potential(ImmutableList<String> scope, double[] table) {
      this.scope = scope;
      this.table = table;
    }

    /** The variables; none for a constant. */
    public List<String> scope() {
      return scope;
    }

    /** The values, a copy: the last variable's states change fastest. */
    public double[] table() {
      return table.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Potential that
          && scope.equals(that.scope)
          && Arrays.equals(table, that.table);
    }

    @Override
    public int hashCode() {
      return 31 * scope.hashCode() + Arrays.hashCode(table);
    }

    @Override
    public String toString() {
      return "potential of " + scope + ", " + table.length + " entries";
    }
  }

  private MarkovNetwork(
      ImmutableMap<String, ImmutableList<String>> states,
      ImmutableList<Potential> potentials,
      Provenance provenance) {
    this.states = states;
    this.potentials = potentials;
    this.provenance = provenance;
    this.card = states.values().stream().mapToInt(List::size).toArray();
    ImmutableMap.Builder<String, Integer> numbers = ImmutableMap.builder();
    int next = 0;
    for (String variable : states.keySet()) {
      numbers.put(variable, next++);
    }
    this.index = numbers.buildOrThrow();
    ImmutableList.Builder<Factor> factors = ImmutableList.builder();
    boolean[] present = new boolean[card.length];
    double logs = 0;
    for (Potential potential : potentials) {
      double peak = Arrays.stream(potential.table).max().orElseThrow();
      logs += Math.log(peak);
      int[] vars = potential.scope.stream().mapToInt(this::index).toArray();
      for (int v : vars) {
        present[v] = true;
      }
      double[] table = Arrays.stream(potential.table).map(value -> value / peak).toArray();
      factors.add(Factor.dense(card, vars, table));
    }
    for (int v = 0; v < card.length; v++) {
      if (!present[v]) {
        double[] ones = new double[card[v]];
        Arrays.fill(ones, 1);
        factors.add(Factor.dense(card, new int[] {v}, ones));
      }
    }
    this.scaled = factors.build();
    this.logScale = logs;
  }

  /** Starts a network. */
  public static Builder builder() {
    return new Builder();
  }

  /** A Bayesian network's tables as potentials: the same distribution, Z = 1. */
  public static MarkovNetwork of(BayesianNetwork network) {
    Builder builder = builder();
    network.variables().forEach(v -> builder.variable(v, network.states(v)));
    for (String variable : network.variables()) {
      Cpd.Tabular cpd = network.cpd(variable);
      builder.factor(
          ImmutableList.<String>builder().addAll(cpd.parents()).add(variable).build(), cpd.table());
    }
    return builder.build(
        Provenance.of("tables as potentials", ImmutableMap.of(), network.provenance()));
  }

  /** The variables, in order. */
  public List<String> variables() {
    return states.keySet().asList();
  }

  /** The states of a variable, in order. */
  public List<String> states(String variable) {
    index(variable);
    return Objects.requireNonNull(states.get(variable));
  }

  /** The potentials, in order. */
  public List<Potential> factors() {
    return potentials;
  }

  /** Where the network comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** Asks for the distribution of some variables together, or, of none, for Z or a best guess. */
  public MarkovQuery query(String... targets) {
    return new MarkovQuery(this, targets, Evidence.none(), BayesianNetwork.DEFAULT_BUDGET);
  }

  /**
   * The natural logarithm of Z, the sum of the product over all states.
   *
   * @throws ImpossibleEvidenceException where it is 0: the potentials contradict each other
   * @throws InferenceBudgetException with the estimate, where it would take more than {@link
   *     BayesianNetwork#DEFAULT_BUDGET}
   */
  public double logPartition() {
    return query().logPartition();
  }

  int index(String variable) {
    Integer found = index.get(variable);
    Preconditions.checkArgument(
        found != null, "variable: '%s' is not in the network; it has %s", variable, variables());
    return Objects.requireNonNull(found);
  }

  /** States by variable: the array itself. */
  int[] card() {
    return card;
  }

  ImmutableList<Factor> scaled() {
    return scaled;
  }

  double logScale() {
    return logScale;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MarkovNetwork that
        && variables().equals(that.variables())
        && states.equals(that.states)
        && potentials.equals(that.potentials);
  }

  @Override
  public int hashCode() {
    return 31 * states.hashCode() + potentials.hashCode();
  }

  /** Size, then each potential. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("MarkovNetwork: ");
    out.append(card.length).append(" variables, ").append(potentials.size()).append(" potentials");
    potentials.stream()
        .limit(LINES_SHOWN)
        .forEach(p -> out.append("\n  ").append(String.join(", ", p.scope)));
    if (potentials.size() > LINES_SHOWN) {
      out.append("\n  … ").append(potentials.size() - LINES_SHOWN).append(" more");
    }
    return out.toString();
  }

  /** Collects variables and potentials in order. Not thread-safe. */
  public static final class Builder {
    private final Map<String, ImmutableList<String>> states = new LinkedHashMap<>();
    private final List<Potential> potentials = new ArrayList<>();

    private Builder() {}

    /** Declares a variable and its states, in order. */
    public Builder variable(String name, String... stateNames) {
      return variable(name, Arrays.asList(stateNames));
    }

    /** Declares a variable and its states, in order. */
    public Builder variable(String name, List<String> stateNames) {
      Preconditions.checkArgument(!name.isBlank(), "name: must not be blank");
      Preconditions.checkArgument(!stateNames.isEmpty(), "states: %s has none", name);
      ImmutableList<String> copy = ImmutableList.copyOf(stateNames);
      Preconditions.checkArgument(
          copy.stream().distinct().count() == copy.size(),
          "states: %s has one twice, %s",
          name,
          copy);
      Preconditions.checkArgument(
          states.putIfAbsent(name, copy) == null, "variable: %s is declared twice", name);
      return this;
    }

    /**
     * A potential over declared variables.
     *
     * @param scope each variable once; empty for a constant
     * @param table finite values from 0 up, not all 0; the last variable's states change fastest
     */
    public Builder factor(List<String> scope, double... table) {
      double size = 1;
      for (String variable : scope) {
        ImmutableList<String> of = states.get(variable);
        Preconditions.checkArgument(
            of != null, "scope: '%s' is not declared; there are %s", variable, states.keySet());
        size *= Objects.requireNonNull(of).size();
      }
      Preconditions.checkArgument(
          scope.stream().distinct().count() == scope.size(),
          "scope: %s names a variable twice",
          scope);
      Preconditions.checkArgument(
          table.length == size,
          "table: %s entries for %s, which needs %s",
          table.length,
          scope,
          (long) size);
      double peak = 0;
      for (double value : table) {
        Preconditions.checkArgument(
            value >= 0 && Double.isFinite(value),
            "table: %s of %s is not a finite number from 0 up",
            (Object) value,
            scope);
        peak = Math.max(peak, value);
      }
      Preconditions.checkArgument(peak > 0, "table: of %s is 0 everywhere", scope);
      potentials.add(new Potential(ImmutableList.copyOf(scope), table.clone()));
      return this;
    }

    /** The network. */
    public MarkovNetwork build() {
      return build(Provenance.of("potentials written out", ImmutableMap.of()));
    }

    MarkovNetwork build(Provenance provenance) {
      Preconditions.checkArgument(!states.isEmpty(), "variable: none is declared");
      return new MarkovNetwork(
          ImmutableMap.copyOf(states), ImmutableList.copyOf(potentials), provenance);
    }
  }
}
