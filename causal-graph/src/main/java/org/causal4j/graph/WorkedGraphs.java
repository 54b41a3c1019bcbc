package org.causal4j.graph;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * Diagrams from the literature, with the question asked of each and what it teaches. Tests, guides
 * and play use the same ones.
 */
public final class WorkedGraphs {
  private static final String CAUSALITY = "Pearl 2009, Causality (2nd ed.), ";

  private WorkedGraphs() {}

  /** z causes both x and y: adjust for z. */
  public static WorkedGraph confoundingTriangle() {
    return worked(
        "confounding triangle",
        "z -> {x y}; x -> y",
        "x",
        "y",
        "adjusting for the common cause gives the effect",
        CAUSALITY + "section 3.3.1");
  }

  /** The same with the common cause hidden: not identifiable. */
  public static WorkedGraph bowArc() {
    return worked(
        "bow arc",
        "x -> y; x <-> y",
        "x",
        "y",
        "with a hidden common cause the effect can't be told from association",
        CAUSALITY + "Figure 3.9(a)");
  }

  /** A mediator that carries all and is confounded by nothing. */
  public static WorkedGraph frontDoor() {
    return worked(
        "front-door",
        "smoking -> tar -> cancer; smoking <-> cancer",
        "smoking",
        "cancer",
        "a shielded mediator identifies the effect despite a hidden common cause",
        CAUSALITY + "section 3.3.2");
  }

  /** Identifiable, but neither by adjustment nor by the front door. */
  public static WorkedGraph napkin() {
    return worked(
        "napkin",
        "w -> r -> x -> y; w <-> x; w <-> y",
        "x",
        "y",
        "some effects are identified by a fraction of sums only",
        "Pearl and Mackenzie 2018, The Book of Why, Figure 7.5");
  }

  /** z looks like a confounder and is a collider: adjusting for it creates bias. */
  public static WorkedGraph mBias() {
    return worked(
        "M-bias",
        "x <- a -> z <- b -> y; a [latent]; b [latent]; x -> y",
        "x",
        "y",
        "not everything that comes before and correlates with both should be adjusted for",
        "Greenland, Pearl and Robins 1999, Epidemiology 10");
  }

  /** z moves x and nothing else; without more assumptions that gives bounds only. */
  public static WorkedGraph instrument() {
    return worked(
        "instrument",
        "z -> x -> y; x <-> y",
        "x",
        "y",
        "an instrument alone does not identify the effect; linearity or monotonicity must be added",
        "Angrist, Imbens and Rubin 1996, JASA 91");
  }

  /** A → B → C: the distribution factorizes as P(A) P(B | A) P(C | B), and so do its reversals. */
  public static WorkedGraph chain() {
    return worked(
        "chain",
        "A -> B -> C",
        "B",
        "A",
        "intervening on an effect does nothing to its cause: P(A | do(B)) = P(A)",
        CAUSALITY + "section 1.2.3");
  }

  /** Two causes of x and y, one of which is also a collider: z alone is never enough. */
  public static WorkedGraph butterfly() {
    return worked(
        "butterfly",
        "a -> {x m}; b -> {m y}; m -> {x y}; x -> y",
        "x",
        "y",
        "m is a confounder and a collider: adjust for it together with a or b",
        "Ding and Miratrix 2015, Journal of Causal Inference 3");
  }

  /** Verma's graph: an effect whose formula implies a constraint that is no independence. */
  public static WorkedGraph verma() {
    return worked(
        "Verma",
        "v1 -> v2 -> v3 -> v4; v2 <-> v4",
        "v3",
        "v4",
        "hidden causes can leave constraints that are not independences",
        "Verma and Pearl 1990; Tian and Pearl 2002, On the testable implications");
  }

  /** Rank decides what is seen and, with quality, what is clicked. */
  public static WorkedGraph exposureAndClick() {
    return worked(
        "exposure and click",
        "query -> {rank click}; quality -> {rank click}; rank -> exposure -> click",
        "exposure",
        "click",
        "the rank that a recommender chose confounds exposure and click",
        "position bias; compare Joachims, Swaminathan and Schnabel 2017, WSDM");
  }

  /** All of them. */
  public static List<WorkedGraph> all() {
    return ImmutableList.of(
        confoundingTriangle(),
        bowArc(),
        frontDoor(),
        napkin(),
        mBias(),
        instrument(),
        chain(),
        butterfly(),
        verma(),
        exposureAndClick());
  }

  private static WorkedGraph worked(
      String name, String text, String treatment, String outcome, String lesson, String reference) {
    return new WorkedGraph(name, CausalGraph.parse(text), treatment, outcome, lesson, reference);
  }
}
