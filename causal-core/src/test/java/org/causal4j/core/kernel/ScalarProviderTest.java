package org.causal4j.core.kernel;

import org.causal4j.core.kernel.spi.KernelProvider;

/** The specification keeps its own contract. */
class ScalarProviderTest implements KernelProviderContract {
  @Override
  public KernelProvider provider() {
    return new ScalarProvider();
  }
}
