package org.causal4j.embed;

/**
 * What a cache was asked for since it was made.
 *
 * @param hits texts whose vector was there
 * @param misses texts that had to be embedded
 * @param damaged records on disk that were no whole vector and were skipped
 */
public record CacheStatistics(long hits, long misses, long damaged) {
  @Override
  public String toString() {
    return hits
        + " hits, "
        + misses
        + " misses"
        + (damaged == 0 ? "" : ", " + damaged + " damaged");
  }
}
