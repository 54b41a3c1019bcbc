package org.causal4j.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.causal4j.core.kernel.KernelInfo;
import org.causal4j.core.kernel.KernelProviderContract;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.factory.Nd4j;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class Nd4jProviderTest implements KernelProviderContract {
  @Override
  public KernelProvider provider() {
    return new Nd4jProvider();
  }

  @Test
  void named_byName_saysVersionDeviceAndWhatIsLeftToScalarJava() {
    KernelInfo info = Kernels.named("nd4j").info();
    assertThat(info.version()).isEqualTo("1.0.0-M2.1");
    assertThat(info.device()).isEqualTo("CPU");
    assertThat(info.scope())
        .isEqualTo(
            "computes dense products, leaves the rest to plain Java;"
                + " the bits of a row may depend on the rows beside it");
  }

  @Test
  void rank_asMeasured_isBetweenScalarJavaAndVectors() {
    assertThat(provider().rank()).isBetween(1, 99);
  }

  @Test
  void open_blas_isToldToUseOneThread() {
    new Nd4jProvider().open();
    assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
  }
}
