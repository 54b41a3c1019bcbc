package org.causal4j.embed.spi;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.causal4j.embed.EmbeddingProvider;

/**
 * Makes providers by name; found by {@link java.util.ServiceLoader}. It needs a public constructor
 * without arguments that touches nothing heavy or native: that is for {@link #create}.
 */
public interface EmbeddingProviderFactory {
  /** The names it can make providers for, lower-case; the same at every call. */
  ImmutableList<String> names();

  /**
   * Why a provider can't be made here, found out cheaply; empty where nothing is known to be in the
   * way.
   *
   * @param name one of {@link #names()}
   */
  Optional<String> problem(String name);

  /**
   * What a user does about a problem, as the Maven coordinates of an artifact to add.
   *
   * @param name one of {@link #names()}
   */
  String remedy(String name);

  /**
   * A new provider, which the caller closes.
   *
   * @param name one of {@link #names()}
   * @throws org.causal4j.core.CausalException if it can't be made, with the reason and the remedy
   */
  EmbeddingProvider create(String name);
}
