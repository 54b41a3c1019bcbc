package org.causal4j.core.cate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.BinaryTable;
import org.causal4j.core.learn.Features;

/**
 * What effects that differ are learned from: one entry a unit. The features are at once what is
 * adjusted for and what the effect may depend on: given them, treatment is as good as random.
 *
 * <p>Immutable and safe to share between threads; arrays are copied on the way in and out.
 */
public final class CateData {
  private final Features x;
  private final int[] treatment;
  private final double[] y;
  private final int[] clusters;
  private final Optional<double[]> propensity;
  private final int treated;

  private CateData(
      Features x, int[] treatment, double[] y, int[] clusters, Optional<double[]> propensity) {
    this.x = x;
    this.treatment = treatment;
    this.y = y;
    this.clusters = clusters;
    this.propensity = propensity;
    this.treated = check();
  }

  private int check() {
    Preconditions.checkArgument(
        x.rows() == y.length && treatment.length == y.length && clusters.length == y.length,
        "lengths differ: %s rows of features, %s treatments, %s outcomes, %s clusters",
        x.rows(),
        treatment.length,
        y.length,
        clusters.length);
    int ones = 0;
    for (int i = 0; i < y.length; i++) {
      Preconditions.checkArgument(
          treatment[i] == 0 || treatment[i] == 1,
          "treatment: row %s is %s, neither 0 nor 1",
          i,
          treatment[i]);
      Preconditions.checkArgument(Double.isFinite(y[i]), "outcome: row %s is %s", (Object) i, y[i]);
      ones += treatment[i];
    }
    Preconditions.checkArgument(
        ones > 0 && ones < y.length,
        "treatment: is constant, %s treated and %s control; an effect needs both arms",
        ones,
        y.length - ones);
    return ones;
  }

  /**
   * From arrays, one entry a unit, each a cluster of its own.
   *
   * @param x features
   * @param treatment 0 or 1
   * @param y outcome
   * @throws IllegalArgumentException if lengths differ, an outcome is not finite or an arm is empty
   */
  public static CateData of(Features x, int[] treatment, double[] y) {
    return of(x, treatment, y, IntStream.range(0, y.length).toArray());
  }

  /**
   * From arrays, one entry a unit.
   *
   * @param clusters units of one number depend on each other
   * @throws IllegalArgumentException if lengths differ, an outcome is not finite or an arm is empty
   */
  public static CateData of(Features x, int[] treatment, double[] y, int[] clusters) {
    return new CateData(x, treatment.clone(), y.clone(), clusters.clone(), Optional.empty());
  }

  /**
   * From a table whose adjustment columns are the features.
   *
   * @throws IllegalArgumentException if the design is none of adjustment or the table does not fit
   */
  public static CateData of(Design.Backdoor design, Table table, Contrast contrast) {
    return of(design, List.of(), table, contrast, Optional.empty());
  }

  /**
   * From a table.
   *
   * @param design randomized or back-door; under any other the effect given features is not
   *     identified by adjustment
   * @param modifiers columns that the effect may depend on, beside those adjusted for; none of them
   *     may be moved by the treatment
   * @param table rows in either state of the contrast
   * @param clusters the column whose equal cells mark dependent rows, if any
   * @throws IllegalArgumentException if the design is another or the table does not fit it
   */
  public static CateData of(
      Design design,
      List<String> modifiers,
      Table table,
      Contrast contrast,
      Optional<String> clusters) {
    ImmutableList<String> adjustment =
        design.fold(
            randomized -> ImmutableList.<String>of(),
            backdoor -> ImmutableList.copyOf(backdoor.adjustment()),
            frontDoor -> refuse(design),
            instrument -> refuse(design),
            panel -> refuse(design),
            mediation -> refuse(design));
    Set<String> names = new LinkedHashSet<>(adjustment);
    for (String name : modifiers) {
      Preconditions.checkArgument(
          !name.equals(design.treatment()) && !name.equals(design.outcome()),
          "modifiers: '%s' is the treatment or the outcome",
          name);
      Preconditions.checkArgument(names.add(name), "modifiers: '%s' is named twice", name);
    }
    return new CateData(
        names.isEmpty() ? Features.none(table.rows()) : Features.of(table, List.copyOf(names)),
        BinaryTable.treatment(design, table, contrast),
        BinaryTable.outcome(table, design.outcome()),
        BinaryTable.clusters(table, clusters),
        Optional.empty());
  }

  private static ImmutableList<String> refuse(Design design) {
    throw new IllegalArgumentException(
        "design: effects that differ are learned by adjustment, not under " + design);
  }

  /**
   * With the propensities known by design, as in an experiment, instead of learned ones.
   *
   * @param known P(treatment = 1 | x) by unit, above 0 and below 1
   */
  public CateData withPropensity(double[] known) {
    Preconditions.checkArgument(
        known.length == y.length, "known: has %s values for %s units", known.length, y.length);
    for (int i = 0; i < known.length; i++) {
      Preconditions.checkArgument(
          known[i] > 0 && known[i] < 1,
          "known: row %s is %s, not above 0 and below 1",
          (Object) i,
          known[i]);
    }
    return new CateData(x, treatment, y, clusters, Optional.of(known.clone()));
  }

  /**
   * These rows, in this order; one named twice comes twice, in one cluster.
   *
   * @throws IllegalArgumentException if an arm is left empty
   */
  public CateData rows(int[] rows) {
    return new CateData(
        x.rows(rows),
        Arrays.stream(rows).map(r -> treatment[r]).toArray(),
        Arrays.stream(rows).mapToDouble(r -> y[r]).toArray(),
        Arrays.stream(rows).map(r -> clusters[r]).toArray(),
        propensity.map(e -> Arrays.stream(rows).mapToDouble(r -> e[r]).toArray()));
  }

  /** Number of units. */
  public int n() {
    return y.length;
  }

  /** Number of treated units. */
  public int treated() {
    return treated;
  }

  /** Number of control units. */
  public int control() {
    return y.length - treated;
  }

  /** The features, a row a unit. */
  public Features x() {
    return x;
  }

  /** 1 if the unit is treated, else 0. */
  public int treatment(int unit) {
    return treatment[unit];
  }

  /** The outcome of a unit. */
  public double y(int unit) {
    return y[unit];
  }

  /** The cluster of a unit. */
  public int cluster(int unit) {
    return clusters[unit];
  }

  /** Treatments of all units, a copy. */
  public int[] treatments() {
    return treatment.clone();
  }

  /** Outcomes of all units, a copy. */
  public double[] outcomes() {
    return y.clone();
  }

  /** Clusters of all units, a copy. */
  public int[] clusters() {
    return clusters.clone();
  }

  /** Propensities of all units where they are known by design, a copy. */
  public Optional<double[]> propensity() {
    return propensity.map(double[]::clone);
  }

  double[] arms() {
    return Arrays.stream(treatment).asDoubleStream().toArray();
  }

  @Override
  public String toString() {
    return "CateData: " + treated() + " treated, " + control() + " control, features " + x.names();
  }
}
