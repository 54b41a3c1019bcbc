package org.causal4j.core.kernel;

import org.causal4j.core.CausalException;

/** A provider of compute kernels that was asked for by name and can't be used here. */
public final class KernelUnavailableException extends CausalException {
  private static final long serialVersionUID = 1L;

  private final String kernel;
  private final String reason;
  private final String remedy;

  KernelUnavailableException(String kernel, String reason, String remedy) {
    super("kernel " + kernel + " can't be used: " + reason + "; " + remedy);
    this.kernel = kernel;
    this.reason = reason;
    this.remedy = remedy;
  }

  /** The name that was asked for. */
  public String kernel() {
    return kernel;
  }

  /** Why it can't be used. */
  public String reason() {
    return reason;
  }

  /** What the caller can do. */
  public String remedy() {
    return remedy;
  }
}
