package org.causal4j.simd;

import org.causal4j.core.kernel.KernelProviderContract;
import org.causal4j.core.kernel.spi.KernelProvider;

class VectorProviderTest implements KernelProviderContract {
  @Override
  public KernelProvider provider() {
    return new VectorProvider();
  }
}
