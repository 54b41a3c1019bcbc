package org.causal4j.graph.bayes;

import java.util.List;

/**
 * Small networks on which seeing and doing differ, with the numbers to expect. In each of the first
 * four, u is a common cause of a and b with P(u=yes) = ½ and P(a=yes | u) = .8 for yes and .2 for
 * no: those who are interested are shown more, and buy more anyway. All states are no, yes.
 */
public final class WorkedNetworks {
  private static final String[] STATES = {"no", "yes"};

  private WorkedNetworks() {}

  /**
   * The association is four times the effect: u → a, u → b, a → b with
   *
   * <pre>
   * P(b=yes | a, u)   u=no  u=yes
   *   a=no            .1    .6
   *   a=yes           .2    .7
   * </pre>
   *
   * P(b|a) = .60 and P(b|¬a) = .20, but P(b|do(a)) = .45 and P(b|do(¬a)) = .35.
   */
  public static BayesianNetwork g1() {
    return confounded(.1, .6, .2, .7);
  }

  /**
   * The sign flips: {@link #g1()} with the rows of a exchanged.
   *
   * <pre>
   * P(b=yes | a, u)   u=no  u=yes
   *   a=no            .2    .7
   *   a=yes           .1    .6
   * </pre>
   *
   * P(b|a) = .50 is above P(b|¬a) = .30, but P(b|do(a)) = .35 is below P(b|do(¬a)) = .45.
   */
  public static BayesianNetwork g2() {
    return confounded(.2, .7, .1, .6);
  }

  /**
   * An association of .6 against .4 with no effect at all: u → a, u → b, no a → b, P(b=yes | u) = ⅔
   * for yes and ⅓ for no. P(b|do(a)) = P(b|do(¬a)) = .5.
   */
  public static BayesianNetwork g3() {
    return commonCause(1.0 / 3, 2.0 / 3);
  }

  /**
   * The same with .3 against .2: P(b=yes | u) = ⅓ for yes and ⅙ for no. P(b|do(a)) = P(b|do(¬a)) =
   * .25.
   */
  public static BayesianNetwork g3Low() {
    return commonCause(1.0 / 6, 1.0 / 3);
  }

  /**
   * The chain a → b → c, that is P(a) P(b|a) P(c|b), with P(a=yes) = ½, P(b=yes | a) = .6 for yes
   * and .4 for no, P(c=yes | b) = .3 for yes and .2 for no. Intervening on an effect does nothing
   * to its cause, P(a|do(b)) = P(a); and nothing confounds b and c, P(c|do(b)) = P(c|b).
   */
  public static BayesianNetwork articleChain() {
    return BayesianNetwork.builder()
        .variable("a", STATES)
        .variable("b", STATES)
        .variable("c", STATES)
        .cpd("a", .5, .5)
        .cpd("b", List.of("a"), new double[][] {{.6, .4}, {.4, .6}})
        .cpd("c", List.of("b"), new double[][] {{.8, .2}, {.7, .3}})
        .build();
  }

  /** The arguments are P(b=yes | a, u), u changing fastest. */
  private static BayesianNetwork confounded(double nn, double ny, double yn, double yy) {
    return withExposure()
        .cpd(
            "b",
            List.of("a", "u"),
            new double[][] {{1 - nn, nn}, {1 - ny, ny}, {1 - yn, yn}, {1 - yy, yy}})
        .build();
  }

  private static BayesianNetwork commonCause(double without, double with) {
    return withExposure()
        .cpd("b", List.of("u"), new double[][] {{1 - without, without}, {1 - with, with}})
        .build();
  }

  private static NetworkBuilder withExposure() {
    return BayesianNetwork.builder()
        .variable("u", STATES)
        .variable("a", STATES)
        .variable("b", STATES)
        .cpd("u", .5, .5)
        .cpd("a", List.of("u"), new double[][] {{.8, .2}, {.2, .8}});
  }
}
