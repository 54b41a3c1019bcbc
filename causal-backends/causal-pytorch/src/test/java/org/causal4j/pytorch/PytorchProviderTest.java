package org.causal4j.pytorch;

import org.causal4j.core.kernel.KernelProviderContract;
import org.causal4j.core.kernel.spi.KernelProvider;

class PytorchProviderTest implements KernelProviderContract {
  @Override
  public KernelProvider provider() {
    return new PytorchProvider();
  }
}
