package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.Expr.Counterfactual;
import org.causal4j.graph.identify.Expr.World;
import org.jspecify.annotations.Nullable;

/**
 * The rules of counterfactuals, for {@link DerivationChecker} (Correa, Lee and Bareinboim 2021,
 * "Nested counterfactual identification from arbitrary surrogate experiments", NeurIPS).
 */
final class CounterfactualCheck {
  private final CausalGraph graph;

  private CounterfactualCheck(CausalGraph graph) {
    this.graph = graph;
  }

  static Optional<String> problem(CausalGraph graph, Step step) {
    CounterfactualCheck check = new CounterfactualCheck(graph);
    boolean holds =
        switch (step.rule()) {
          case EFFECTIVENESS -> check.isEffectiveness(step.before(), step.after());
          case EXCLUSION -> check.isExclusion(step.before(), step.after());
          case CONSISTENCY -> check.isConsistency(step.before(), step.after());
          case FACTORIZATION -> check.isFactorization(step.before(), step.after());
          case EXPERIMENT -> check.isExperiment(step.before(), step.after());
          default -> false;
        };
    return holds ? Optional.empty() : Optional.of("the rule does not allow this");
  }

  private boolean isEffectiveness(Expr before, Expr after) {
    if (!(before instanceof Counterfactual cf) || !cf.given().isEmpty()) {
      return false;
    }
    Set<World> kept = new HashSet<>();
    boolean impossible = false;
    for (World world : cf.events()) {
      Symbol own = value(world.done(), world.outcome().variable());
      if (own == null) {
        kept.add(world);
      } else if (!own.equals(world.outcome())) {
        if (own.value().isEmpty() || world.outcome().value().isEmpty()) {
          return false;
        }
        impossible = true;
      }
    }
    if (impossible) {
      return after.equals(Expr.Constant.ZERO);
    }
    return kept.isEmpty() ? after.equals(Expr.Constant.ONE) : holds(after, kept);
  }

  private static boolean holds(Expr expr, Set<World> worlds) {
    return expr instanceof Counterfactual cf
        && cf.given().isEmpty()
        && ImmutableSet.copyOf(cf.events()).equals(worlds);
  }

  private boolean isExclusion(Expr before, Expr after) {
    if (!(before instanceof Counterfactual cf)
        || !(after instanceof Counterfactual result)
        || !cf.given().isEmpty()
        || !result.given().isEmpty()) {
      return false;
    }
    Set<World> images = new HashSet<>();
    for (World world : cf.events()) {
      Optional<World> image =
          result.events().stream().filter(w -> isWithoutIdleSettings(world, w)).findFirst();
      if (image.isEmpty()) {
        return false;
      }
      images.add(image.get());
    }
    return images.equals(ImmutableSet.copyOf(result.events()));
  }

  /** Whether only settings are left out from which no path leads to the variable around others. */
  private boolean isWithoutIdleSettings(World world, World without) {
    if (!world.outcome().equals(without.outcome()) || !world.done().containsAll(without.done())) {
      return false;
    }
    Set<String> relevant = relevant(world);
    return world.done().stream()
        .allMatch(s -> without.done().contains(s) || !relevant.contains(s.variable()));
  }

  /** The settings with a directed path to the variable that passes no other setting. */
  private Set<String> relevant(World world) {
    Set<String> set = DerivationBuilder.names(world.done());
    return new PathBlocking(graph, set, Set.of()).ancestors(List.of(world.outcome().variable()));
  }

  /** Repeats the rule: a parent that is not set has, in a world, the value noted for it there. */
  private boolean isConsistency(Expr before, Expr after) {
    List<Symbol> summed = new ArrayList<>(before instanceof Expr.Sum s ? s.over() : List.of());
    Expr inner = before instanceof Expr.Sum s ? s.of() : before;
    if (!(inner instanceof Counterfactual cf) || !cf.given().isEmpty()) {
      return false;
    }
    Set<World> rewritten = new HashSet<>();
    for (World world : cf.events()) {
      List<Symbol> parents = new ArrayList<>();
      for (String parent : graph.parents(world.outcome().variable())) {
        Symbol value = value(world.done(), parent);
        if (value == null) {
          value = noted(cf, world, parent);
        }
        if (value == null) {
          return false;
        }
        parents.add(value);
      }
      rewritten.add(new World(world.outcome(), parents));
    }
    Map<Symbol, Symbol> same = new HashMap<>();
    boolean merged = true;
    while (merged) {
      Set<World> renamed = new HashSet<>();
      rewritten.forEach(world -> renamed.add(rename(world, same)));
      rewritten = renamed;
      merged = false;
      Map<World, Symbol> values = new HashMap<>();
      for (World world : rewritten) {
        World variable = new World(Symbol.of(world.outcome().variable()), sorted(world.done()));
        Symbol other = values.putIfAbsent(variable, world.outcome());
        if (other != null && !other.equals(world.outcome())) {
          Symbol gone = summed.contains(other) ? other : world.outcome();
          if (!summed.remove(gone)) {
            return after.equals(Expr.Constant.ZERO)
                && gone.value().isPresent()
                && other.value().isPresent();
          }
          same.clear();
          same.put(gone, gone.equals(other) ? world.outcome() : other);
          merged = true;
          break;
        }
      }
    }
    Counterfactual all = new Counterfactual(List.copyOf(rewritten), List.of());
    return CanonicalForm.same(summed.isEmpty() ? all : new Expr.Sum(summed, all), after);
  }

  private static World rename(World world, Map<Symbol, Symbol> names) {
    return new World(
        names.getOrDefault(world.outcome(), world.outcome()),
        world.done().stream().map(s -> names.getOrDefault(s, s)).toList());
  }

  private static List<Symbol> sorted(List<Symbol> symbols) {
    return symbols.stream().sorted((a, b) -> a.variable().compareTo(b.variable())).toList();
  }

  /** The value of the parent in the same world, as far as its settings reach the parent. */
  private @Nullable Symbol noted(Counterfactual cf, World world, String parent) {
    Set<String> reach =
        new PathBlocking(graph, DerivationBuilder.names(world.done()), Set.of())
            .ancestors(List.of(parent));
    Set<Symbol> settings = new HashSet<>(world.done());
    settings.removeIf(symbol -> !reach.contains(symbol.variable()));
    for (World other : cf.events()) {
      if (other.outcome().variable().equals(parent)
          && ImmutableSet.copyOf(other.done()).equals(settings)) {
        return other.outcome();
      }
    }
    return null;
  }

  private static @Nullable Symbol value(List<Symbol> symbols, String variable) {
    return symbols.stream()
        .filter(symbol -> symbol.variable().equals(variable))
        .findFirst()
        .orElse(null);
  }

  private boolean hasParentsSet(World world) {
    return DerivationBuilder.names(world.done()).equals(graph.parents(world.outcome().variable()));
  }

  private boolean isFactorization(Expr before, Expr after) {
    if (!(before instanceof Counterfactual cf)
        || !(after instanceof Expr.Product product)
        || !cf.events().stream().allMatch(this::hasParentsSet)) {
      return false;
    }
    Map<String, Integer> group = new HashMap<>();
    Set<World> all = new HashSet<>();
    int number = 0;
    for (Expr factor : product.factors()) {
      number++;
      if (!(factor instanceof Counterfactual part) || !part.given().isEmpty()) {
        return false;
      }
      for (World world : part.events()) {
        Integer other = group.put(world.outcome().variable(), number);
        if (!all.add(world) || (other != null && other != number)) {
          return false;
        }
      }
    }
    return all.equals(ImmutableSet.copyOf(cf.events())) && isClosed(group);
  }

  /** Whether no bidirected edge joins two groups. */
  private boolean isClosed(Map<String, Integer> group) {
    ArrayDeque<String> open = new ArrayDeque<>(group.keySet());
    while (!open.isEmpty()) {
      String variable = open.remove();
      for (String other : graph.siblings(variable)) {
        if (group.containsKey(other) && !group.get(other).equals(group.get(variable))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isExperiment(Expr before, Expr after) {
    if (!(before instanceof Counterfactual cf)
        || !(after instanceof Expr.Probability p)
        || !p.given().isEmpty()
        || !p.domain().isEmpty()
        || !cf.events().stream().allMatch(this::hasParentsSet)) {
      return false;
    }
    Set<Symbol> outcomes = new HashSet<>();
    Set<Symbol> settings = new HashSet<>();
    for (World world : cf.events()) {
      outcomes.add(world.outcome());
      settings.addAll(world.done());
    }
    // a probability names each variable once: what agrees with an outcome, or is set, agrees with
    // all
    settings.removeAll(outcomes);
    return outcomes.size() == cf.events().size()
        && outcomes.equals(ImmutableSet.copyOf(p.of()))
        && settings.equals(ImmutableSet.copyOf(p.done()));
  }
}
