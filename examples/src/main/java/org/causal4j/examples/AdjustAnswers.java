package org.causal4j.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.causal4j.graph.Adjustment;
import org.causal4j.graph.AdjustmentSets;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Instrument;
import org.causal4j.graph.Instruments;
import org.causal4j.graph.MarkedGraph;
import org.jspecify.annotations.Nullable;

/** The sets that the adjust command prints. Names ascend in a set; smaller sets come first. */
final class AdjustAnswers {
  private final List<String> x;
  private final List<String> y;
  private final Adjustment one;
  private final List<List<String>> minimal;
  private final List<String> forbidden;
  private final Optional<Set<String>> optimal;
  private final @Nullable String optimalMissing;
  private final @Nullable List<List<String>> direct;
  private final @Nullable List<List<String>> frontDoor;
  private final @Nullable List<Instrument> instruments;
  private final List<String> warnings;

  private AdjustAnswers(
      List<String> x,
      List<String> y,
      Adjustment one,
      List<List<String>> minimal,
      List<String> forbidden,
      Optional<Set<String>> optimal,
      @Nullable String optimalMissing,
      @Nullable List<List<String>> direct,
      @Nullable List<List<String>> frontDoor,
      @Nullable List<Instrument> instruments,
      List<String> warnings) {
    this.x = x;
    this.y = y;
    this.one = one;
    this.minimal = minimal;
    this.forbidden = forbidden;
    this.optimal = optimal;
    this.optimalMissing = optimalMissing;
    this.direct = direct;
    this.frontDoor = frontDoor;
    this.instruments = instruments;
    this.warnings = warnings;
  }

  static AdjustAnswers of(CausalGraph graph, List<String> x, List<String> y, int limit) {
    Adjustment one = AdjustmentSets.minimal(graph, x, y);
    Set<String> causal = AdjustmentSets.causalNodes(graph, x, y);
    boolean single = x.size() == 1 && y.size() == 1;
    boolean observed = graph.isDag() && graph.latents().isEmpty();
    String treatment = x.get(0);
    String outcome = y.get(0);
    return new AdjustAnswers(
        x,
        y,
        one,
        sorted(AdjustmentSets.allMinimal(graph, x, y, limit)),
        sorted(AdjustmentSets.forbidden(graph, x, y)),
        single && observed ? AdjustmentSets.optimal(graph, treatment, outcome) : Optional.empty(),
        optimalMissing(single, observed, causal.isEmpty()),
        single
            ? sorted(AdjustmentSets.allMinimalForDirectEffect(graph, treatment, outcome, limit))
            : null,
        single ? sorted(AdjustmentSets.allFrontDoor(graph, treatment, outcome, limit)) : null,
        single ? Instruments.all(graph, treatment, outcome) : null,
        causal.isEmpty() ? List.of(noEffect(x, y)) : List.of());
  }

  /** Front-door sets, instruments and direct effects are those of a single diagram. */
  static AdjustAnswers of(MarkedGraph graph, List<String> x, List<String> y, int limit) {
    boolean single = x.size() == 1 && y.size() == 1;
    boolean observed = graph.kind().isWithoutHiddenCauses();
    boolean noEffect = AdjustmentSets.causalNodes(graph, x, y).isEmpty();
    return new AdjustAnswers(
        x,
        y,
        AdjustmentSets.minimal(graph, x, y),
        sorted(AdjustmentSets.allMinimal(graph, x, y, limit)),
        sorted(AdjustmentSets.forbidden(graph, x, y)),
        single && observed ? AdjustmentSets.optimal(graph, x.get(0), y.get(0)) : Optional.empty(),
        optimalMissing(single, observed, noEffect),
        null,
        null,
        null,
        noEffect ? List.of(noEffect(x, y)) : List.of());
  }

  private static @Nullable String optimalMissing(
      boolean single, boolean observed, boolean noEffect) {
    if (!single) {
      return "asked for one treatment and one outcome";
    }
    if (!observed) {
      return "defined where every cause is observed";
    }
    return noEffect ? "there is no causal path" : null;
  }

  private static String noEffect(List<String> x, List<String> y) {
    return String.join(", ", y)
        + (y.size() == 1 ? " is no descendant of " : " are no descendants of ")
        + String.join(", ", x)
        + ": there is no effect, and the sets are those that show it";
  }

  private static List<String> sorted(Collection<String> names) {
    return List.copyOf(new TreeSet<>(names));
  }

  private static List<List<String>> sorted(List<Set<String>> sets) {
    List<List<String>> all = new ArrayList<>();
    sets.forEach(set -> all.add(sorted(set)));
    Comparator<List<String>> bySize = Comparator.comparingInt(List::size);
    all.sort(bySize.thenComparing(set -> String.join("\0", set)));
    return all;
  }

  // -- forms ------------------------------------------------------------------------------------

  /** The fields of a case; those that don't apply to the graph are left out. */
  void writeTo(ObjectNode json) {
    json.put("adjustable", one.set().isPresent());
    putSets(json.putArray("minimalAdjustmentSets"), minimal);
    if (direct != null) {
      putSets(json.putArray("minimalDirectEffectSets"), direct);
    }
    if (optimalMissing == null) {
      if (optimal.isPresent()) {
        putNames(json.putArray("optimalAdjustmentSet"), sorted(optimal.orElseThrow()));
      } else {
        json.putNull("optimalAdjustmentSet");
      }
    }
    if (frontDoor != null) {
      putSets(json.putArray("frontDoorSets"), frontDoor);
    }
    if (instruments != null) {
      ArrayNode array = json.putArray("instruments");
      for (Instrument instrument : byName(instruments)) {
        ObjectNode row = array.addObject();
        row.put("instrument", instrument.variable());
        putSets(row.putArray("minimalConditioningSets"), sorted(instrument.conditioningSets()));
        if (!instrument.complete()) {
          row.put("complete", false);
        }
      }
    }
    putNames(json.putArray("forbidden"), forbidden);
    witness().ifPresent(text -> json.put("witness", text));
    if (!warnings.isEmpty()) {
      putNames(json.putArray("warnings"), warnings);
    }
  }

  private Optional<String> witness() {
    return one.fold(
        no -> Optional.of(no.openConnection()), Optional::<String>empty, set -> Optional.empty());
  }

  private static List<Instrument> byName(List<Instrument> all) {
    return all.stream().sorted(Comparator.comparing(Instrument::variable)).toList();
  }

  private static void putSets(ArrayNode array, List<List<String>> sets) {
    sets.forEach(set -> putNames(array.addArray(), set));
  }

  private static void putNames(ArrayNode array, List<String> names) {
    names.forEach(array::add);
  }

  /** For people; a line for each question. */
  String text() {
    StringBuilder out = new StringBuilder();
    line(out, "effect", "of " + String.join(", ", x) + " on " + String.join(", ", y));
    warnings.forEach(warning -> line(out, "warning", warning));
    line(out, "answer", one.toString());
    line(out, "minimal sets", setsOrNone(minimal));
    line(
        out,
        "optimal set",
        optimalMissing != null ? optimalMissing : optimal.map(s -> show(sorted(s))).orElse("none"));
    if (direct != null) {
      line(out, "direct effect", setsOrNone(direct));
    }
    if (frontDoor != null) {
      line(out, "front door", setsOrNone(frontDoor));
    }
    if (instruments != null) {
      List<String> each = new ArrayList<>();
      for (Instrument i : byName(instruments)) {
        each.add(
            i.variable()
                + " given "
                + setsOrNone(sorted(i.conditioningSets()))
                + (i.complete() ? "" : " and perhaps others"));
      }
      line(out, "instruments", each.isEmpty() ? "none" : String.join("; ", each));
    }
    line(out, "forbidden", forbidden.isEmpty() ? "none" : String.join(", ", forbidden));
    return out.toString();
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append(key).append(" ".repeat(15 - key.length())).append(value).append('\n');
  }

  private static String setsOrNone(List<List<String>> sets) {
    return sets.isEmpty()
        ? "none"
        : String.join(" ", Iterables.transform(sets, AdjustAnswers::show));
  }

  private static String show(List<String> names) {
    return "{" + String.join(", ", names) + "}";
  }
}
