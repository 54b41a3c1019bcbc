package org.causal4j.embed;

import java.util.Optional;

/**
 * Whether a named provider can be had here.
 *
 * @param name the name to give to {@link EmbeddingProviders#named}
 * @param problem why it can't be had and what to do about it; empty where it can
 */
public record ProviderStatus(String name, Optional<String> problem) {
  /** Whether nothing is known to be in the way. */
  public boolean isAvailable() {
    return problem.isEmpty();
  }

  @Override
  public String toString() {
    return name + problem.map(text -> " (unavailable: " + text + ")").orElse(" (available)");
  }
}
