package org.causal4j.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.causal4j.core.kernel.spi.GemmBackend;

/** Dense products by {@code torch.matmul}, on the device that DJL prefers. */
final class PytorchBackend extends GemmBackend<NDArray> {
  /** Enough for the threads of a large machine; a device takes one call. */
  private static final int CPU_BLOCKS = 64;

  private final NDManager manager;

  private PytorchBackend(NDManager manager, long least, int reuse) {
    super(least, reuse, manager.getDevice().isGpu() ? 1 : CPU_BLOCKS);
    this.manager = manager;
  }

  static PytorchBackend open() {
    return open(LARGEST_LEAST, LARGEST_REUSE);
  }

  /** Without the bounds (0, 0), tests see the library in all of them. */
  static PytorchBackend open(long least, int reuse) {
    Engine engine = Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(1);
    Device device = engine.getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    return new PytorchBackend(engine.newBaseManager(device), least, reuse);
  }

  @Override
  protected NDArray load(FloatBuffer values, int rows, int columns) {
    Shape shape = new Shape(rows, columns);
    if (manager.getDevice().isGpu()) {
      return manager.create(values, shape, DataType.FLOAT32);
    }
    // memory of PyTorch starts at multiples of 64 bytes: the place must not change the bits
    NDArray array = manager.create(shape, DataType.FLOAT32);
    floats(array).put(values);
    return array;
  }

  @Override
  protected void multiply(
      NDArray a,
      boolean transposeA,
      NDArray b,
      boolean transposeB,
      int m,
      int n,
      Consumer<FloatBuffer> result) {
    NDArray left = transposeA ? a.transpose() : a;
    NDArray right = transposeB ? b.transpose() : b;
    try (NDArray product = left.matMul(right)) {
      result.accept(floats(product));
    } finally {
      if (transposeA) {
        left.close();
      }
      if (transposeB) {
        right.close();
      }
    }
  }

  /** The values themselves on the CPU, a copy of those on a device. */
  private static FloatBuffer floats(NDArray array) {
    return array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  @Override
  protected void release(NDArray matrix) {
    matrix.close();
  }

  @Override
  public String toString() {
    return "PytorchBackend on " + manager.getDevice();
  }
}
