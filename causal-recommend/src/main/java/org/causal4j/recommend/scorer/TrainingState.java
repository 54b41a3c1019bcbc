package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.causal4j.core.kernel.AdamSettings;
import org.causal4j.core.kernel.Kernels;

/** What changes from epoch to epoch of a training by Adam. Not safe to share between threads. */
final class TrainingState {
  private final UnaryOperator<float[]> outward;
  private final UnaryOperator<float[]> inward;
  private final List<float[]> parameters;
  private final List<float[]> gradients = new ArrayList<>();
  private final List<float[]> means = new ArrayList<>();
  private final List<float[]> squares = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private final List<TrainingReport.Validation> validations = new ArrayList<>();
  private final List<float[]> best = new ArrayList<>();
  private long step;
  private double bestNdcg;
  private int bestEpoch;
  private int without;
  private boolean stopped;

  /**
   * @param parameters changed by training
   */
  TrainingState(List<float[]> parameters) {
    this(parameters, UnaryOperator.identity(), UnaryOperator.identity());
  }

  /**
   * @param parameters changed by training
   * @param outward from an array of training to the one that is kept
   * @param inward the other way
   */
  TrainingState(
      List<float[]> parameters, UnaryOperator<float[]> outward, UnaryOperator<float[]> inward) {
    this.outward = outward;
    this.inward = inward;
    this.parameters = List.copyOf(parameters);
    for (float[] parameter : parameters) {
      gradients.add(new float[parameter.length]);
      means.add(new float[parameter.length]);
      squares.add(new float[parameter.length]);
    }
  }

  /** One array a parameter, for the gradient of a batch. */
  List<float[]> gradients() {
    return gradients;
  }

  int epochs() {
    return losses.size();
  }

  boolean goesOn(int most) {
    return !stopped && losses.size() < most;
  }

  /** One step of Adam with the gradients. */
  void adam(AdamSettings settings, Kernels kernels) {
    step++;
    for (int p = 0; p < parameters.size(); p++) {
      kernels.adam(
          parameters.get(p), gradients.get(p), means.get(p), squares.get(p), settings, step);
    }
  }

  void ended(double loss, double time) {
    losses.add(loss);
    seconds.add(time);
  }

  /** A parameter that is not finite, or 0 where all are. */
  double notFinite() {
    for (float[] parameter : parameters) {
      for (float value : parameter) {
        if (!Float.isFinite(value)) {
          return value;
        }
      }
    }
    return 0;
  }

  void seen(int epoch, double ndcg, EarlyStopping rule) {
    validations.add(new TrainingReport.Validation(epoch, ndcg));
    if (best.isEmpty() || ndcg > bestNdcg) {
      best.clear();
      parameters.forEach(parameter -> best.add(parameter.clone()));
      bestNdcg = ndcg;
      bestEpoch = epoch;
      without = 0;
    } else {
      without++;
      stopped = without >= rule.patience();
    }
  }

  void restoreBest() {
    if (!best.isEmpty()) {
      copy(best, parameters);
    }
  }

  Checkpoint.State kept() {
    return new Checkpoint.State(
        report(),
        step,
        without,
        stopped,
        each(outward, parameters),
        each(outward, means),
        each(outward, squares),
        each(outward, best));
  }

  /** Goes on from a state that was kept. */
  void resume(Checkpoint.State former) {
    copy(each(inward, former.parameters()), parameters);
    copy(each(inward, former.means()), means);
    copy(each(inward, former.squares()), squares);
    losses.addAll(former.report().losses().asList());
    seconds.addAll(former.report().epochSeconds().asList());
    validations.addAll(former.report().validations());
    step = former.step();
    without = former.without();
    stopped = former.stopped();
    best.addAll(each(inward, former.best()));
    if (!best.isEmpty()) {
      bestEpoch = former.report().chosenEpoch();
      for (TrainingReport.Validation validation : validations) {
        bestNdcg = validation.epoch() == bestEpoch ? validation.ndcg() : bestNdcg;
      }
    }
  }

  private static List<float[]> each(UnaryOperator<float[]> way, List<float[]> arrays) {
    return arrays.stream().map(way).toList();
  }

  private static void copy(List<float[]> from, List<float[]> to) {
    Preconditions.checkArgument(
        from.size() == to.size(), "checkpoint: has %s arrays, not %s", from.size(), to.size());
    for (int p = 0; p < to.size(); p++) {
      System.arraycopy(from.get(p), 0, to.get(p), 0, to.get(p).length);
    }
  }

  TrainingReport report() {
    return new TrainingReport(
        ImmutableDoubleArray.copyOf(losses),
        ImmutableList.copyOf(validations),
        best.isEmpty() ? losses.size() : bestEpoch,
        ImmutableDoubleArray.copyOf(seconds));
  }
}
