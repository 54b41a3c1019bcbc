package org.causal4j.recommend;

import java.util.Locale;

/**
 * One step of the walk, done.
 *
 * @param name of the step
 * @param millis how long it took
 * @param summary what came out of it, in a line or two
 */
public record Stage(String name, long millis, String summary) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s (%.1f s): %s", name, millis / 1000.0, summary);
  }
}
