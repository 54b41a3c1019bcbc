package org.causal4j.core.kernel.spi;

/**
 * A name, a rank and a way to get compute kernels; found by {@link java.util.ServiceLoader}.
 *
 * <p>An implementation has a public constructor without parameters that does nothing, and neither
 * its fields nor its signatures name a type that may be missing at run time: whatever may fail to
 * link is touched in {@link #probe} at the earliest. Safe to call from several threads.
 */
public interface KernelProvider {

  /** A short name in lower case, as "vector". The name "scalar" is taken. */
  String name();

  /**
   * The automatic choice takes the highest rank that works; scalar Java has 0, vector 100. A rank
   * is earned by measurements of sparse and dense products, see {@code docs/kernels.md}.
   */
  int rank();

  /**
   * The version of the library behind the kernels, read without loading it; empty if there is none,
   * or it is not on the class path.
   */
  default String version() {
    return "";
  }

  /**
   * Whether the kernels can be used here. Looks for a driver or a module before it loads anything;
   * must not throw because something is missing. It is called again on every look-up.
   */
  Availability probe();

  /**
   * The kernels. Called after {@link #probe} said that they are available. May throw: the look-up
   * then reports the reason, and the automatic choice goes on to the next provider.
   */
  KernelBackend open();
}
