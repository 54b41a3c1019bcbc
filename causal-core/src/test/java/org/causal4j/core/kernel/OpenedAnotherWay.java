package org.causal4j.core.kernel;

import java.util.function.Supplier;
import org.causal4j.core.kernel.spi.Availability;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.KernelProvider;

/** A provider whose backend is opened in another way than it would open it. */
public record OpenedAnotherWay(KernelProvider usual, Supplier<KernelBackend> opened)
    implements KernelProvider {
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
    return opened.get();
  }
}
