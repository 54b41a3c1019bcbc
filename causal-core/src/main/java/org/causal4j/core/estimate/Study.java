package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;

/** What an estimator that compares two arms reads from a table: one entry a unit. */
final class Study {
  final Features x;
  final int[] arm;
  final double[] y;
  final int[] clusters;
  final DifferenceInMeans.Arms arms;

  private Study(Features x, int[] arm, double[] y, int[] clusters) {
    this.x = x;
    this.arm = arm;
    this.y = y;
    this.clusters = clusters;
    this.arms = DifferenceInMeans.Arms.check(arm, y, clusters);
  }

  /** Reads a table, once the estimator has accepted the design. */
  static Study of(Estimator estimator, Design design, Table table, Contrast contrast) {
    checkServed(estimator, design);
    return new Study(
        covariates(design, table),
        BinaryTable.treatment(design, table, contrast),
        BinaryTable.outcome(table, design.outcome()),
        BinaryTable.clusters(table, estimator.clusters()));
  }

  /** The same for what is no {@link Estimator}. */
  static Study of(Design design, Table table, Contrast contrast, Optional<String> clusters) {
    return new Study(
        covariates(design, table),
        BinaryTable.treatment(design, table, contrast),
        BinaryTable.outcome(table, design.outcome()),
        BinaryTable.clusters(table, clusters));
  }

  static void checkServed(Estimator estimator, Design design) {
    estimator
        .refuses(design)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("design: " + reason);
            });
  }

  /** The adjustment columns of a design. */
  static Features covariates(Design design, Table table) {
    List<String> names =
        design.fold(
            randomized -> ImmutableList.<String>of(),
            Design.Backdoor::adjustment,
            frontDoor -> ImmutableList.<String>of(),
            Design.Instrument::adjustment,
            Design.Panel::adjustment,
            Design.Mediation::adjustment);
    return names.isEmpty() ? Features.none(table.rows()) : Features.of(table, names);
  }

  int n() {
    return arm.length;
  }
}
