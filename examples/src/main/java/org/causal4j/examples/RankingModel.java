package org.causal4j.examples;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Locale;

/** The models that the train command knows, and the options that each of them takes. */
enum RankingModel {
  LIGHTGCN(
      "--layers",
      "--normalization",
      "--dim",
      "--batch",
      "--epochs",
      "--learning-rate",
      "--l2",
      "--negatives",
      "--holdout",
      "--every",
      "--patience",
      "--checkpoint",
      "--out"),
  GCN(
      "--layers",
      "--dim",
      "--batch",
      "--epochs",
      "--learning-rate",
      "--l2",
      "--dropout",
      "--holdout",
      "--every",
      "--patience",
      "--checkpoint",
      "--out"),
  XSIMGCL(
      "--layers",
      "--normalization",
      "--dim",
      "--batch",
      "--epochs",
      "--learning-rate",
      "--l2",
      "--contrast",
      "--noise",
      "--temperature",
      "--holdout",
      "--every",
      "--patience",
      "--checkpoint",
      "--out"),
  LIGHTGCN_SSM(
      "--layers",
      "--normalization",
      "--dim",
      "--batch",
      "--epochs",
      "--learning-rate",
      "--l2",
      "--temperature",
      "--shared",
      "--corrected",
      "--holdout",
      "--every",
      "--patience",
      "--checkpoint",
      "--out"),
  DIRECTAU(
      "--layers",
      "--normalization",
      "--dim",
      "--batch",
      "--epochs",
      "--learning-rate",
      "--l2",
      "--gamma",
      "--holdout",
      "--every",
      "--patience",
      "--checkpoint",
      "--out"),
  BPR("--dim", "--epochs", "--learning-rate", "--l2", "--out"),
  ALS("--dim", "--epochs", "--l2", "--alpha", "--out"),
  GFCF("--rank", "--weight", "--iterations"),
  BSPM("--rank", "--weight", "--iterations", "--sharpening", "--steps", "--merge"),
  LINEAR_FILTER(),
  EASE("--lambda"),
  ITEMKNN("--neighbors", "--shrinkage"),
  POPULARITY();

  private final ImmutableList<String> options;

  RankingModel(String... options) {
    this.options = ImmutableList.copyOf(options);
  }

  static RankingModel of(String name) {
    for (RankingModel model : values()) {
      if (model.word().equals(name)) {
        return model;
      }
    }
    throw new IllegalArgumentException(
        "--model: no model '"
            + name
            + "'; known are "
            + Arrays.stream(values()).map(RankingModel::word).toList());
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** An option of another model would be ignored in silence; it is refused instead. */
  void check(String option) {
    boolean known = Arrays.stream(values()).anyMatch(model -> model.options.contains(option));
    if (known && !options.contains(option)) {
      throw new IllegalArgumentException(
          option
              + ": "
              + word()
              + " does not take it; it takes "
              + (options.isEmpty() ? "no option of its own" : options));
    }
  }
}
