package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Separation;
import org.causal4j.graph.identify.Expr.Counterfactual;
import org.causal4j.graph.identify.Expr.World;

/**
 * Decides whether a counterfactual can be computed from experiments, and how: the questions of ID*
 * and IDC* (Shpitser and Pearl 2007, "What counterfactuals can be tested", UAI; 2008, JMLR 9),
 * nested ones included, by the equivalent and complete calculus of Correa, Lee and Bareinboim
 * (2021, "Nested counterfactual identification from arbitrary surrogate experiments", NeurIPS,
 * Theorems 1 to 4): settings that make no difference are left out, ancestors are brought in, each
 * variable is written with its parents set, c-components are set apart, and each is an experiment
 * unless its worlds contradict each other.
 *
 * <p>All experiments on the variables of the graph count as known; a formula is over the observed
 * distribution alone where rule 2 turns each of them into seeing. Values that look different are
 * different. Cost: polynomial in nodes and events. Pure and thread-safe.
 */
public final class CounterfactualIdentifier {
  private final CausalGraph graph;
  private final DerivationBuilder steps;

  private CounterfactualIdentifier(CausalGraph graph) {
    this.graph = graph;
    this.steps = new DerivationBuilder(graph, Available.observation());
  }

  /**
   * Identifies the query in the graph.
   *
   * @throws IllegalArgumentException where the query names a node that the graph lacks, or a latent
   *     one, conditions on what can't be, or has conditions and a nested counterfactual
   */
  public static CounterfactualIdentification identify(
      CausalGraph graph, CounterfactualQuery query) {
    for (String name : query.variables()) {
      Preconditions.checkArgument(!graph.isLatent(name), "query: %s is latent", name);
    }
    CounterfactualIdentifier identifier = new CounterfactualIdentifier(graph.projectLatent());
    Expr question = query.toExpr();
    try {
      Expr raw = identifier.identify(question);
      Derivation derivation =
          identifier.steps.build(question, raw).simplified(raw, Simplifier.simplify(raw));
      return new CounterfactualIdentification(query, Optional.of(derivation), Optional.empty());
    } catch (ConflictFound found) {
      return new CounterfactualIdentification(query, Optional.empty(), Optional.of(found.conflict));
    }
  }

  /** Carries a conflict out; never leaves this class. */
  private static final class ConflictFound extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient CounterfactualIdentification.Conflict conflict;

    ConflictFound(World first, World second) {
      super(first + ", " + second, null, false, false);
      this.conflict = new CounterfactualIdentification.Conflict(first, second);
    }
  }

  private Expr identify(Expr question) throws ConflictFound {
    if (question instanceof Expr.Sum sum && sum.of() instanceof Counterfactual inner) {
      Preconditions.checkArgument(
          inner.given().isEmpty(), "conditions: %s with a nested event", inner.given());
      return experiments(factors(sum.over(), inner, Set.of()));
    }
    if (!(question instanceof Counterfactual asked)) {
      throw new IllegalArgumentException("question: " + question + " is no counterfactual");
    }
    return asked.given().isEmpty()
        ? experiments(factors(List.of(), asked, Set.of()))
        : conditional(asked);
  }

  private static Expr nest(List<Symbol> over, Expr of) {
    if (of instanceof Expr.Sum inner) {
      List<Symbol> all = new ArrayList<>(over);
      all.addAll(inner.over());
      return new Expr.Sum(all, inner.of());
    }
    return new Expr.Sum(over, of);
  }

  // -- conditional -------------------------------------------------------------------------------

  /** What is not linked to the event, over what is summed, is a factor above and below. */
  private Expr conditional(Counterfactual asked) throws ConflictFound {
    List<World> all = new ArrayList<>(asked.events());
    all.addAll(asked.given());
    Counterfactual joint = new Counterfactual(all, List.of());
    Counterfactual given = new Counterfactual(asked.given(), List.of());
    steps.law(Rule.CONDITIONAL, asked, new Expr.Fraction(joint, given), "what is known below");
    Set<Symbol> taken = new HashSet<>();
    List<Symbol> outcomes = new ArrayList<>();
    List<World> open = new ArrayList<>();
    for (World event : asked.events()) {
      if (setting(event, event.outcome().variable()).isEmpty()) {
        Symbol symbol = fresh(event.outcome().variable(), taken);
        outcomes.add(symbol);
        open.add(new World(symbol, event.done()));
      }
    }
    open.addAll(asked.given());
    Counterfactual below = new Counterfactual(open, List.of());
    if (!outcomes.isEmpty()) {
      steps.law(
          Rule.TOTAL_PROBABILITY, given, new Expr.Sum(outcomes, below), "the same event below");
    }
    Expr denominator = factors(outcomes, below, taken);
    Preconditions.checkArgument(
        !denominator.equals(Expr.Constant.ZERO), "conditions: %s can't be", asked.given());
    Expr numerator = factors(List.of(), joint, taken);
    Expr whole = new Expr.Fraction(numerator, denominator);
    if (numerator.equals(Expr.Constant.ZERO)) {
      steps.law(Rule.ALGEBRA, whole, numerator, "nothing above");
      return numerator;
    }
    Set<Expr> common = unlinked(numerator, denominator);
    Expr reduced = new Expr.Fraction(without(numerator, common), without(denominator, common));
    steps.law(Rule.ALGEBRA, whole, reduced, "what does not depend on the event cancels");
    return experiments(reduced);
  }

  /** Groups of factors that stand, with the same sums, in both. */
  private static Set<Expr> unlinked(Expr numerator, Expr denominator) {
    Set<Expr> above = new LinkedHashSet<>(factorsOf(numerator));
    Set<Expr> below = new LinkedHashSet<>(factorsOf(denominator));
    Set<Symbol> summed = new HashSet<>(boundBy(numerator));
    summed.addAll(boundBy(denominator));
    Set<Expr> linked = new LinkedHashSet<>(above);
    linked.addAll(below);
    linked.removeIf(factor -> above.contains(factor) && below.contains(factor));
    boolean grew = true;
    while (grew) {
      Set<Symbol> touched = new HashSet<>();
      linked.forEach(factor -> touched.addAll(factor.free()));
      touched.retainAll(summed);
      grew = false;
      for (Expr factor : above) {
        grew |= factor.free().stream().anyMatch(touched::contains) && linked.add(factor);
      }
    }
    Set<Expr> common = new LinkedHashSet<>(above);
    common.removeAll(linked);
    return common;
  }

  private static List<Expr> factorsOf(Expr expr) {
    Expr inner = expr instanceof Expr.Sum sum ? sum.of() : expr;
    return inner instanceof Expr.Product product ? product.factors() : List.of(inner);
  }

  private static List<Symbol> boundBy(Expr expr) {
    return expr instanceof Expr.Sum sum ? sum.over() : List.of();
  }

  private static Expr without(Expr expr, Set<Expr> gone) {
    List<Expr> kept = new ArrayList<>(factorsOf(expr));
    kept.removeAll(gone);
    Set<Symbol> used = new HashSet<>();
    kept.forEach(factor -> used.addAll(factor.free()));
    List<Symbol> over = boundBy(expr).stream().filter(used::contains).toList();
    Expr product = Expr.product(kept);
    return over.isEmpty() ? product : new Expr.Sum(over, product);
  }

  // -- a joint event -----------------------------------------------------------------------------

  /** A sum of products of counterfactuals, one for each c-component; or 0 or 1. */
  private Expr factors(List<Symbol> outer, Counterfactual asked, Set<Symbol> reserved) {
    Expr effective = effectiveness(asked);
    if (!(effective instanceof Counterfactual known)) {
      return effective;
    }
    Counterfactual excluded = exclusion(known);
    Expr closed = ancestors(excluded, reserved);
    Expr consistent = consistency(outer.isEmpty() ? closed : nest(outer, closed));
    if (consistent instanceof Expr.Constant) {
      return consistent;
    }
    return factorization(consistent);
  }

  /** What was set is so; what was set otherwise is not. */
  private Expr effectiveness(Counterfactual asked) {
    Set<World> left = new LinkedHashSet<>();
    boolean possible = true;
    for (World world : asked.events()) {
      Optional<Symbol> own = setting(world, world.outcome().variable());
      if (own.isEmpty()) {
        left.add(world);
      } else {
        possible &= own.get().equals(world.outcome());
      }
    }
    Expr after =
        !possible
            ? Expr.Constant.ZERO
            : left.isEmpty() ? Expr.Constant.ONE : new Counterfactual(List.copyOf(left), List.of());
    steps.law(Rule.EFFECTIVENESS, asked, after, "what is set is so");
    return after;
  }

  private static Optional<Symbol> setting(World world, String variable) {
    return world.done().stream().filter(s -> s.variable().equals(variable)).findFirst();
  }

  /** Without the settings that don't reach the variable. */
  private Counterfactual exclusion(Counterfactual asked) {
    Set<World> worlds = new LinkedHashSet<>();
    asked.events().forEach(world -> worlds.add(restricted(world.outcome(), world.done())));
    Counterfactual after = new Counterfactual(List.copyOf(worlds), List.of());
    steps.law(Rule.EXCLUSION, asked, after, "settings that do not reach the variable");
    return after;
  }

  private World restricted(Symbol outcome, List<Symbol> done) {
    Set<String> set = DerivationBuilder.names(done);
    Set<String> reach = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(outcome.variable()));
    while (!open.isEmpty()) {
      String node = open.remove(open.size() - 1);
      if (reach.add(node) && !set.contains(node)) {
        open.addAll(steps.parents(node));
      }
    }
    List<String> order = steps.ordered(set);
    return new World(
        outcome, order.stream().filter(reach::contains).map(name -> symbolOf(done, name)).toList());
  }

  private static Symbol symbolOf(List<Symbol> symbols, String variable) {
    return symbols.stream()
        .filter(symbol -> symbol.variable().equals(variable))
        .findFirst()
        .orElseThrow();
  }

  /** With all ancestors, each in the world of its descendant, summed over. */
  private Expr ancestors(Counterfactual asked, Set<Symbol> reserved) {
    Map<World, Symbol> known = new LinkedHashMap<>();
    Set<Symbol> taken = new HashSet<>(asked.free());
    taken.addAll(reserved);
    List<World> open = new ArrayList<>();
    List<World> worlds = new ArrayList<>(asked.events());
    for (World world : asked.events()) {
      known.putIfAbsent(key(world), world.outcome());
      open.add(world);
    }
    List<Symbol> over = new ArrayList<>();
    while (!open.isEmpty()) {
      World world = open.remove(0);
      Set<String> set = DerivationBuilder.names(world.done());
      for (String parent : steps.ordered(steps.parents(world.outcome().variable()))) {
        if (!set.contains(parent)) {
          World above = restricted(Symbol.of(parent), world.done());
          if (!known.containsKey(above)) {
            Symbol symbol = fresh(parent, taken);
            known.put(above, symbol);
            over.add(symbol);
            World named = new World(symbol, above.done());
            worlds.add(named);
            open.add(named);
          }
        }
      }
    }
    if (over.isEmpty()) {
      return asked;
    }
    Expr after = new Expr.Sum(over, new Counterfactual(worlds, List.of()));
    steps.law(Rule.TOTAL_PROBABILITY, asked, after, "bring in the ancestors");
    return after;
  }

  /** A world without the value of its variable. */
  private static World key(World world) {
    return new World(Symbol.of(world.outcome().variable()), world.done());
  }

  private static Symbol fresh(String variable, Set<Symbol> taken) {
    Symbol symbol = Symbol.of(variable);
    while (!taken.add(symbol)) {
      symbol = new Symbol(variable, symbol.primes() + 1);
    }
    return symbol;
  }

  /** Every variable with all its parents set, to what they are in its world. */
  private Expr consistency(Expr closed) {
    List<Symbol> over = new ArrayList<>(boundBy(closed));
    Counterfactual cf = (Counterfactual) (closed instanceof Expr.Sum sum ? sum.of() : closed);
    List<World> worlds = new ArrayList<>(cf.events());
    Map<World, Symbol> written = new LinkedHashMap<>();
    Map<Symbol, Symbol> same = new HashMap<>();
    Map<World, Symbol> values = new HashMap<>();
    worlds.forEach(world -> values.putIfAbsent(key(world), world.outcome()));
    List<String> order = graph.topologicalOrder();
    worlds.sort(Comparator.comparingInt(w -> order.indexOf(w.outcome().variable())));
    for (World world : worlds) {
      List<Symbol> parents = new ArrayList<>();
      for (String parent : steps.ordered(steps.parents(world.outcome().variable()))) {
        Symbol value =
            setting(world, parent)
                .orElseGet(() -> values.get(restricted(Symbol.of(parent), world.done())));
        parents.add(same.getOrDefault(value, value));
      }
      World full = new World(Symbol.of(world.outcome().variable()), parents);
      Symbol own = same.getOrDefault(world.outcome(), world.outcome());
      Symbol other = written.get(full);
      if (other == null) {
        written.put(full, own);
      } else if (!other.equals(own)) {
        boolean ownIsSummed = over.contains(own);
        if (!ownIsSummed && !over.contains(other)) {
          steps.law(Rule.CONSISTENCY, closed, Expr.Constant.ZERO, "two values of one variable");
          return Expr.Constant.ZERO;
        }
        Symbol gone = ownIsSummed ? own : other;
        Symbol kept = ownIsSummed ? other : own;
        over.remove(gone);
        same.replaceAll((from, to) -> to.equals(gone) ? kept : to);
        same.put(gone, kept);
        written.replaceAll((w, symbol) -> symbol.equals(gone) ? kept : symbol);
      }
    }
    List<World> result = new ArrayList<>();
    written.forEach((world, symbol) -> result.add(new World(symbol, world.done())));
    Counterfactual all = new Counterfactual(result, List.of());
    Expr after = over.isEmpty() ? all : new Expr.Sum(over, all);
    steps.law(Rule.CONSISTENCY, closed, after, "each variable with its parents set");
    return after;
  }

  /** The c-components among the variables are independent. */
  private Expr factorization(Expr consistent) {
    Counterfactual cf =
        (Counterfactual) (consistent instanceof Expr.Sum sum ? sum.of() : consistent);
    Set<String> variables = new HashSet<>();
    cf.events().forEach(world -> variables.add(world.outcome().variable()));
    List<Expr> factors = new ArrayList<>();
    for (Set<String> component : graph.subgraph(steps.ordered(variables)).cComponents()) {
      factors.add(
          new Counterfactual(
              cf.events().stream()
                  .filter(world -> component.contains(world.outcome().variable()))
                  .toList(),
              List.of()));
    }
    Expr after = Expr.product(factors);
    steps.law(Rule.FACTORIZATION, cf, after, "c-components share no hidden causes");
    return consistent instanceof Expr.Sum sum ? new Expr.Sum(sum.over(), after) : after;
  }

  // -- experiments -------------------------------------------------------------------------------

  private Expr experiments(Expr factors) throws ConflictFound {
    Map<Expr, Expr> replaced = new LinkedHashMap<>();
    for (Counterfactual factor : counterfactuals(factors)) {
      Expr.Probability p = experiment(factor);
      steps.law(Rule.EXPERIMENT, factor, p, "worlds that agree are one experiment");
      replaced.put(factor, p);
    }
    Expr result = factors;
    for (Map.Entry<Expr, Expr> entry : replaced.entrySet()) {
      result = Replacement.replace(result, entry.getKey(), entry.getValue()).orElseThrow();
    }
    return observed(result, replaced.values());
  }

  private static Set<Counterfactual> counterfactuals(Expr expr) {
    Set<Counterfactual> found = new LinkedHashSet<>();
    if (expr instanceof Counterfactual cf) {
      found.add(cf);
    } else if (expr instanceof Expr.Sum sum) {
      found.addAll(counterfactuals(sum.of()));
    } else if (expr instanceof Expr.Product product) {
      product.factors().forEach(factor -> found.addAll(counterfactuals(factor)));
    } else if (expr instanceof Expr.Fraction fraction) {
      found.addAll(counterfactuals(fraction.numerator()));
      found.addAll(counterfactuals(fraction.denominator()));
    }
    return found;
  }

  private Expr.Probability experiment(Counterfactual factor) throws ConflictFound {
    Map<String, World> who = new LinkedHashMap<>();
    for (World world : factor.events()) {
      World other = who.put(world.outcome().variable(), world);
      if (other != null) {
        throw new ConflictFound(other, world);
      }
    }
    Map<String, Symbol> done = new HashMap<>();
    Map<String, World> setBy = new HashMap<>();
    for (World world : factor.events()) {
      for (Symbol parent : world.done()) {
        World inside = who.get(parent.variable());
        if (inside != null) {
          if (!inside.outcome().equals(parent)) {
            throw new ConflictFound(inside, world);
          }
        } else {
          Symbol before = done.putIfAbsent(parent.variable(), parent);
          World first = setBy.putIfAbsent(parent.variable(), world);
          if (before != null && first != null && !before.equals(parent)) {
            throw new ConflictFound(first, world);
          }
        }
      }
    }
    List<Symbol> outcomes =
        steps.ordered(who.keySet()).stream()
            .map(name -> symbolOf(factor.events().stream().map(World::outcome).toList(), name))
            .toList();
    List<Symbol> settings =
        steps.ordered(done.keySet()).stream()
            .map(name -> symbolOf(List.copyOf(done.values()), name))
            .toList();
    return new Expr.Probability(outcomes, List.of(), settings, "");
  }

  /** Seeing in place of doing, where that is possible throughout. */
  private Expr observed(Expr formula, Iterable<Expr> terms) {
    Map<Expr.Probability, Expr.Probability> seen = new LinkedHashMap<>();
    for (Expr term : terms) {
      Expr.Probability p = (Expr.Probability) term;
      Set<String> done = DerivationBuilder.names(p.done());
      if (!Separation.dSeparated(
          graph.withoutEdgesOutOf(done), DerivationBuilder.names(p.of()), done, List.of())) {
        return formula;
      }
      if (!done.isEmpty()) {
        seen.put(p, new Expr.Probability(p.of(), p.done()));
      }
    }
    Expr result = formula;
    for (Map.Entry<Expr.Probability, Expr.Probability> entry : seen.entrySet()) {
      steps.seeInstead(entry.getKey(), entry.getValue());
      result = Replacement.replace(result, entry.getKey(), entry.getValue()).orElseThrow();
    }
    return result;
  }
}
