package org.causal4j.pytorch;

import org.causal4j.core.kernel.KernelProviderContract;
import org.causal4j.core.kernel.spi.Availability;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract again, with the small products in the library too. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class EveryProductNativeTest implements KernelProviderContract {
  @Override
  public KernelProvider provider() {
    return new KernelProvider() {
      private final KernelProvider usual = new PytorchProvider();

      @Override
      public String name() {
        return usual.name();
      }

      @Override
      public int rank() {
        return usual.rank();
      }

      @Override
      public String version() {
        return usual.version();
      }

      @Override
      public Availability probe() {
        return usual.probe();
      }

      @Override
      public KernelBackend open() {
        return PytorchBackend.open(0, 0);
      }
    };
  }
}
