package org.causal4j.embed;

/**
 * A row that is near another one.
 *
 * @param row its index
 * @param cosine cosine of the angle between the two
 */
public record Neighbor(int row, double cosine) {
  @Override
  public String toString() {
    return "row %d (cosine %.3f)".formatted(row, cosine);
  }
}
