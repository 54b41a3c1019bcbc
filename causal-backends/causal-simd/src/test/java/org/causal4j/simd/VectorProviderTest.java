package org.causal4j.simd;

import static org.assertj.core.api.Assertions.assertThat;

import org.causal4j.core.kernel.KernelProviderContract;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.junit.jupiter.api.Test;

class VectorProviderTest implements KernelProviderContract {
  @Override
  public KernelProvider provider() {
    return new VectorProvider();
  }

  @Test
  void automatic_withTheModule_takesVectors() {
    Kernels kernels = Kernels.automatic();
    assertThat(kernels.info().name()).isEqualTo("vector");
    assertThat(kernels.info().device()).isEqualTo("CPU");
    assertThat(kernels.info().instructionSet()).matches("\\d+ bits, \\d+ lanes");
    assertThat(Kernels.named("vector").info().reason()).isEqualTo("asked for by name");
  }
}
