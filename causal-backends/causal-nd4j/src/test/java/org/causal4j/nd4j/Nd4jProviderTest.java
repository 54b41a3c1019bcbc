package org.causal4j.nd4j;

import org.causal4j.core.kernel.KernelProviderContract;
import org.causal4j.core.kernel.spi.KernelProvider;

class Nd4jProviderTest implements KernelProviderContract {
  @Override
  public KernelProvider provider() {
    return new Nd4jProvider();
  }
}
