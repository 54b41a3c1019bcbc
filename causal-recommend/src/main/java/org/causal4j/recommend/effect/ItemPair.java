package org.causal4j.recommend.effect;

import com.google.common.base.Preconditions;

/**
 * A question about two items: did {@code cause} lead to {@code effect} later?
 *
 * @param cause id of the item that comes first
 * @param effect id of the item that may follow
 */
public record ItemPair(String cause, String effect) {
  /** Checks that these are two items. */
  public ItemPair {
    Preconditions.checkArgument(!cause.isEmpty(), "cause: must not be empty");
    Preconditions.checkArgument(!effect.isEmpty(), "effect: must not be empty");
    Preconditions.checkArgument(!cause.equals(effect), "effect: is the cause, '%s', itself", cause);
  }

  @Override
  public String toString() {
    return cause + " -> " + effect;
  }
}
