package org.causal4j.core.kernel;

import org.causal4j.core.kernel.spi.Availability;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.causal4j.core.kernel.spi.ScalarBackend;

/** Plain Java: always there. */
final class ScalarProvider implements KernelProvider {
  static final String NAME = "scalar";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Availability probe() {
    return Availability.available("CPU", "plain Java");
  }

  @Override
  public KernelBackend open() {
    return new ScalarBackend();
  }
}
