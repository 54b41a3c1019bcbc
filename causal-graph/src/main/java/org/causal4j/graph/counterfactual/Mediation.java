package org.causal4j.graph.counterfactual;

import java.util.List;
import java.util.Map;
import org.causal4j.graph.identify.CounterfactualQuery;
import org.causal4j.graph.identify.CounterfactualQuery.Event;
import org.causal4j.graph.identify.CounterfactualQuery.Setting;

/**
 * The effect of a treatment through a mediator and past it, and on the treated, in a structural
 * causal model (Pearl 2001, "Direct and indirect effects", UAI).
 *
 * @param total P(y | do(x)) − P(y | do(x′))
 * @param direct natural direct effect: P(y under x, the mediator as under x′) − P(y under x′)
 * @param indirect natural indirect effect: P(y under x′, the mediator as under x) − P(y under x′)
 */
public record Mediation(double total, double direct, double indirect) {

  /**
   * The effects of changing a treatment.
   *
   * @param treatment the variable that is changed
   * @param from x′
   * @param to x
   * @param mediator what lies between
   * @param outcome the variable that is looked at
   * @param value y
   */
  public static Mediation of(
      StructuralCausalModel model,
      String treatment,
      String from,
      String to,
      String mediator,
      String outcome,
      String value) {
    Setting before = new Setting.Value(from);
    Setting after = new Setting.Value(to);
    double base = probability(model, outcome, value, Map.of(treatment, before));
    return new Mediation(
        probability(model, outcome, value, Map.of(treatment, after)) - base,
        nested(model, outcome, value, treatment, after, mediator, before) - base,
        nested(model, outcome, value, treatment, before, mediator, after) - base);
  }

  /**
   * The effect on those who had some treatment: P(y under to | from′) − P(y under from | from′),
   * among the units seen with {@code seen}.
   */
  public static double onTheTreated(
      StructuralCausalModel model,
      String treatment,
      String from,
      String to,
      String seen,
      String outcome,
      String value) {
    List<Event> given = List.of(Event.seen(treatment, seen));
    return model.probability(
            new CounterfactualQuery(List.of(Event.of(outcome, value, treatment, to)), given))
        - model.probability(
            new CounterfactualQuery(List.of(Event.of(outcome, value, treatment, from)), given));
  }

  private static double nested(
      StructuralCausalModel model,
      String outcome,
      String value,
      String treatment,
      Setting own,
      String mediator,
      Setting mediators) {
    return probability(
        model,
        outcome,
        value,
        Map.of(treatment, own, mediator, new Setting.Under(Map.of(treatment, mediators))));
  }

  private static double probability(
      StructuralCausalModel model, String outcome, String value, Map<String, Setting> settings) {
    return model.probability(
        new CounterfactualQuery(List.of(new Event(outcome, value, settings)), List.of()));
  }
}
