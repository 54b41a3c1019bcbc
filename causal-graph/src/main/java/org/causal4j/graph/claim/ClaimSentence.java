package org.causal4j.graph.claim;

/** Words for a {@link CausalClaim}, one method per grade. */
final class ClaimSentence {
  private ClaimSentence() {}

  static String of(CausalClaim claim, String why) {
    if (claim.grade() == ClaimGrade.NOT_IDENTIFIABLE) {
      return notIdentifiable(claim, why);
    }
    if (claim.size().isEmpty()) {
      return "Nothing is claimed about the effect of "
          + cause(claim)
          + " on "
          + claim.effect()
          + ": it was not estimated.";
    }
    if (!claim.size().get().excludesZero()) {
      return notShown(claim);
    }
    return switch (claim.grade()) {
      case RANDOMIZED -> "In a randomized comparison, " + causes(claim) + tail(claim);
      case IDENTIFIED_AND_REFUTED ->
          "If the stated assumptions hold, "
              + causes(claim)
              + "; the estimate survived the attempts to refute it"
              + tail(claim);
      case IDENTIFIED ->
          "If the stated assumptions hold, "
              + causes(claim)
              + "; nothing has been done yet to refute the estimate"
              + tail(claim);
      default -> associational(claim, why);
    };
  }

  private static String causes(CausalClaim claim) {
    EffectSize size = claim.size().orElseThrow();
    return cause(claim) + " causes " + claim.effect() + " to change by " + size;
  }

  private static String associational(CausalClaim claim, String why) {
    EffectSize size = claim.size().orElseThrow();
    return cause(claim)
        + " and "
        + claim.effect()
        + " are associated, with a difference of "
        + size
        + "; that is no evidence of an effect"
        + (why.isEmpty() ? "" : ", as " + why)
        + ".";
  }

  private static String notShown(CausalClaim claim) {
    EffectSize size = claim.size().orElseThrow();
    boolean manyTests = size.low() > 0 || size.high() < 0;
    return "No effect of "
        + cause(claim)
        + " on "
        + claim.effect()
        + " was shown: "
        + size
        + (manyTests ? " does not stand among the estimates made with it." : " covers 0.");
  }

  private static String notIdentifiable(CausalClaim claim, String why) {
    return "Whether "
        + cause(claim)
        + " has an effect on "
        + claim.effect()
        + " can't be told from such data under the stated assumptions ("
        + why
        + ").";
  }

  private static String cause(CausalClaim claim) {
    return claim
        .contrast()
        .map(c -> c.treatment() + " (" + c.treated() + " against " + c.control() + ")")
        .orElse(claim.cause());
  }

  private static String tail(CausalClaim claim) {
    return claim.sensitivity().map(value -> " (" + value + ").").orElse(".");
  }
}
