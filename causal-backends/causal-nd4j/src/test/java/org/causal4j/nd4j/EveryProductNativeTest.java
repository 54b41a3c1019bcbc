package org.causal4j.nd4j;

import org.causal4j.core.kernel.KernelProviderContract;
import org.causal4j.core.kernel.OpenedAnotherWay;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract again, with the small products in the library too. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class EveryProductNativeTest implements KernelProviderContract {
  @Override
  public KernelProvider provider() {
    return new OpenedAnotherWay(new Nd4jProvider(), () -> Nd4jKernels.open(0, 0));
  }
}
