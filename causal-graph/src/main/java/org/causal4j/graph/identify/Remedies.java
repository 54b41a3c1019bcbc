package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.causal4j.core.ProgressListener;
import org.causal4j.graph.CausalGraph;

/**
 * Which extra variables or experiments would make an effect identifiable: all that suffice, up to a
 * size, and of which no part suffices. Each was verified by asking {@link Identifier} again.
 *
 * <p>Measurements and experiments are not mixed. That an experiment on all treatments answers the
 * question goes without saying: those are not listed.
 *
 * @param query the question
 * @param measurements sets of hidden common causes to measure, the smallest first
 * @param experiments sets of experiments to do, the smallest first
 * @param exhaustive whether these are all up to {@link Options#largest}; if not, the search met
 *     {@link Options#tried} first
 */
public record Remedies(
    CausalQuery query,
    List<Remedy.Measurement> measurements,
    List<Remedy.Experiments> experiments,
    boolean exhaustive) {

  /** Takes copies. */
  public Remedies {
    measurements = List.copyOf(measurements);
    experiments = List.copyOf(experiments);
  }

  /**
   * How far to search.
   *
   * @param largest how many variables a remedy may measure, or set, at most; at least 1
   * @param tried how many sets are tried for each kind of remedy, at most; at least 1
   */
  public record Options(int largest, int tried) {

    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(largest >= 1, "largest: %s is below 1", largest);
      Preconditions.checkArgument(tried >= 1, "tried: %s is below 1", tried);
    }

    /** Three variables, five hundred sets. */
    public static Options defaults() {
      return new Options(3, 500);
    }

    /** With another size. */
    public Options withLargest(int newLargest) {
      return new Options(newLargest, tried);
    }

    /** With another number of sets. */
    public Options withTried(int newTried) {
      return new Options(largest, newTried);
    }
  }

  /** What would help where there is the observed distribution alone, with the default limits. */
  public static Remedies find(CausalGraph graph, CausalQuery query) {
    return find(graph, query, Available.observation(), Options.defaults(), ProgressListener.NONE);
  }

  /** The same without progress. */
  public static Remedies find(
      CausalGraph graph, CausalQuery query, Available available, Options options) {
    return find(graph, query, available, options, ProgressListener.NONE);
  }

  /**
   * What would help, beside the distributions at hand.
   *
   * <p>A set that fails leaves a hedge, and whatever suffices must break it: measure a cause behind
   * two of its nodes, or set one of them outside the component that is needed. So the sets are
   * grown along hedges, in the way that Reiter (1987, "A theory of diagnosis from first
   * principles", Artificial Intelligence 32) grows hitting sets along conflicts, by size; no set of
   * all variables is listed. Where populations differ, a measured cause counts as different if all
   * its effects may differ.
   *
   * <p>Cost: one identification for each set that is tried, of which there may be as many as the
   * options allow. Pure and thread-safe.
   *
   * @throws IllegalArgumentException where the query can be identified as it is, or names a node
   *     that the graph lacks, or a latent one
   */
  public static Remedies find(
      CausalGraph graph,
      CausalQuery query,
      Available available,
      Options options,
      ProgressListener progress) {
    return new RemedySearch(graph, query, available, options, progress).run();
  }

  /** All, measurements first. */
  public List<Remedy> all() {
    return Stream.<Remedy>concat(measurements.stream(), experiments.stream()).toList();
  }

  @Override
  public String toString() {
    String found = all().stream().map(Remedy::toString).collect(Collectors.joining("; or "));
    return query
        + " would be identifiable: "
        + (found.isEmpty() ? "nothing small enough was found" : found)
        + (exhaustive ? "" : "; not all was tried");
  }
}
