package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;

/**
 * Mean outcome of the treated minus that of the controls. An effect under randomization, an
 * association otherwise, for which {@link #association} must be called by name.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class DifferenceInMeans implements Estimator {
  private static final double LEVEL = 0.95;

  private final Optional<String> clusterColumn;

  DifferenceInMeans() {
    this(Optional.empty());
  }

  private DifferenceInMeans(Optional<String> clusterColumn) {
    this.clusterColumn = clusterColumn;
  }

  @Override
  public Optional<String> clusters() {
    return clusterColumn;
  }

  @Override
  public DifferenceInMeans withClusters(String column) {
    return new DifferenceInMeans(Optional.of(column));
  }

  @Override
  public String name() {
    return "difference in means";
  }

  @Override
  public Optional<String> refuses(Design design) {
    return design instanceof Design.Randomized
        ? Optional.empty()
        : Optional.of(
            "a difference in means is an effect only under randomization, not under " + design);
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    return difference(study.arm, study.y, study.clusters, name())
        .withRecipe(new Recipe(this, design, contrast, seed));
  }

  /**
   * The difference of means where nothing was randomized: an association.
   *
   * @param treatment 0 or 1
   * @param outcome a number a unit
   * @param clusters units of one number depend on each other
   */
  public EffectEstimate association(int[] treatment, double[] outcome, int[] clusters) {
    return difference(treatment, outcome, clusters, "difference in means, an association");
  }

  private static EffectEstimate difference(
      int[] treatment, double[] outcome, int[] clusters, String name) {
    Arms arms = Arms.check(treatment, outcome, clusters);
    double[] sums = new double[2];
    for (int i = 0; i < treatment.length; i++) {
      sums[treatment[i]] += outcome[i];
    }
    double treatedMean = sums[1] / arms.treated();
    double controlMean = sums[0] / arms.control();
    double n = treatment.length;
    double[] ofTreated = new double[treatment.length];
    double[] ofControl = new double[treatment.length];
    double[] influence = new double[treatment.length];
    for (int i = 0; i < treatment.length; i++) {
      if (treatment[i] == 1) {
        ofTreated[i] = n / arms.treated() * (outcome[i] - treatedMean);
      } else {
        ofControl[i] = n / arms.control() * (outcome[i] - controlMean);
      }
      influence[i] = ofTreated[i] - ofControl[i];
    }
    double error = ClusterVariance.standardError(influence, clusters);
    double estimate = treatedMean - controlMean;
    return new EffectEstimate(
            name,
            Estimand.ATE,
            estimate,
            error,
            ConfidenceInterval.normal(estimate, error, LEVEL),
            arms.treated(),
            arms.control(),
            arms.clusters(),
            Optional.empty(),
            ImmutableList.of(),
            Provenance.of(name, ImmutableMap.of("units", Integer.toString(treatment.length))))
        .with(
            Optional.of(
                ArmMeans.of(
                    treatedMean, controlMean, ofTreated, ofControl, clusters, outcome, LEVEL)),
            Optional.of(Influence.ofArms(ofTreated, ofControl, clusters)));
  }

  /** Sizes of the arms. */
  record Arms(int treated, int control, int clusters) {
    static Arms check(int[] treatment, double[] outcome, int[] clusters) {
      Preconditions.checkArgument(
          outcome.length == treatment.length && clusters.length == treatment.length,
          "lengths differ: %s treatments, %s outcomes, %s clusters",
          treatment.length,
          outcome.length,
          clusters.length);
      int treated = 0;
      for (int i = 0; i < treatment.length; i++) {
        Preconditions.checkArgument(
            treatment[i] == 0 || treatment[i] == 1,
            "treatment: row %s is %s, neither 0 nor 1",
            i,
            treatment[i]);
        Preconditions.checkArgument(
            Double.isFinite(outcome[i]), "outcome: row %s is %s", (Object) i, outcome[i]);
        treated += treatment[i];
      }
      int control = treatment.length - treated;
      Preconditions.checkArgument(
          treated > 0 && control > 0,
          "treatment: is constant, %s treated and %s control; a contrast needs both arms",
          treated,
          control);
      return new Arms(treated, control, ClusterVariance.count(clusters));
    }
  }
}
