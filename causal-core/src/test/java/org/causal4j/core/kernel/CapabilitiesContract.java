package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.causal4j.core.kernel.KernelCases.numbers;
import static org.causal4j.core.kernel.KernelCases.randomMatrix;

import java.util.Arrays;
import java.util.Set;
import org.causal4j.core.kernel.spi.AdamStep;
import org.causal4j.core.kernel.spi.Capabilities;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.causal4j.core.kernel.spi.ScalarBackend;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

/** What a backend leaves to scalar Java; inherited by {@link KernelProviderContract}. */
public interface CapabilitiesContract {
  /** The provider under test; it is available in this JVM. */
  KernelProvider provider();

  @Test
  default void capabilities_operationsOfOthers_haveTheBitsOfScalarJava() {
    KernelBackend backend = provider().open();
    Set<Capabilities.Operation> own = backend.capabilities().own();
    ScalarBackend scalar = new ScalarBackend();
    Workers workers = new Workers(2);
    int n = 70_001;
    float[] x = numbers(n, 33);
    float[] y = numbers(n, 34);
    for (Capabilities.Operation operation : Capabilities.Operation.values()) {
      if (!own.contains(operation)) {
        assertThat(one(operation, backend, x, y, workers))
            .as(operation.toString())
            .isEqualTo(one(operation, scalar, x, y, workers));
      }
    }
  }

  private static float[] one(
      Capabilities.Operation operation,
      KernelBackend backend,
      float[] x,
      float[] before,
      Workers workers) {
    float[] y = before.clone();
    int n = x.length;
    switch (operation) {
      case SPARSE -> {
        CsrMatrix a = randomMatrix(200, 300, 20_000, 35);
        backend
            .sparse(a.columns(), a.rowPointers(), a.columnIndexes(), a.values())
            .multiply(0.7f, Arrays.copyOf(x, 300 * 65), 0, 65, true, y, 0, workers);
      }
      case GEMM -> backend.gemm(Transpose.RIGHT, 130, 257, 99, 1, x, 0, x, 0, 2, y, 0, workers);
      case DOT -> y[0] = (float) backend.dot(x, 0, y, 0, n);
      case AXPY -> backend.axpy(0.3f, x, 0, y, 0, n);
      case ADAM -> {
        AdamStep step = new AdamStep(0.9f, 0.1f, 0.99f, 0.01f, 0.01f, 2, 1e-8f, 1);
        backend.adam(y, x, new float[n], new float[n], 0, n, step);
      }
      case TOP_K -> y[0] = backend.firstAbove(x, 0, n, 0.999f);
      case EXP -> y[0] = (float) backend.expSum(y, 1, n, 0.5f);
    }
    return y;
  }
}
