package org.causal4j.core.kernel.spi;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a backend computes itself, and what it promises beyond {@link KernelBackend}. The parity kit
 * checks it: an operation that is not {@code own} must give the bits of scalar Java.
 *
 * @param own operations that the backend computes itself; it leaves the others to {@link
 *     ScalarBackend}
 * @param rowsAlone whether a row of a dense product has the same bits alone as among other rows
 */
public record Capabilities(Set<Operation> own, boolean rowsAlone) {

  /** The kernels. */
  public enum Operation {
    /** Products of a sparse and a dense matrix. */
    SPARSE,
    /** Dense products. */
    GEMM,
    /** Inner products. */
    DOT,
    /** Scaled sums of vectors. */
    AXPY,
    /** Steps of Adam. */
    ADAM,
    /** The scan of top-k. */
    TOP_K,
    /** Exponentials and their sum. */
    EXP;

    private String label() {
      return switch (this) {
        case SPARSE -> "sparse products";
        case GEMM -> "dense products";
        case DOT -> "inner products";
        case AXPY -> "sums of vectors";
        case ADAM -> "Adam";
        case TOP_K -> "top-k";
        case EXP -> "exponentials";
      };
    }
  }

  /** Keeps a copy of the set. */
  public Capabilities {
    own = Set.copyOf(own);
  }

  /** All operations, and rows that don't depend on each other. */
  public static Capabilities everything() {
    return new Capabilities(EnumSet.allOf(Operation.class), true);
  }

  /** Empty if nothing is left to scalar Java; else what is not, and what is not promised. */
  public String scope() {
    if (own.size() == Operation.values().length) {
      return "";
    }
    String computed =
        own.isEmpty()
            ? "nothing"
            : own.stream().sorted().map(Operation::label).collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "computes %s, leaves the rest to plain Java%s",
        computed,
        rowsAlone ? "" : "; the bits of a row may depend on the rows beside it");
  }
}
