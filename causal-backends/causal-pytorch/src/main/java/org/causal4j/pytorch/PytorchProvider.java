package org.causal4j.pytorch;

import org.causal4j.core.kernel.spi.Availability;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.causal4j.core.kernel.spi.NvidiaDriver;

/**
 * The provider "pytorch": dense products on PyTorch, through DJL's engine; all else is plain Java.
 * It ranks above plain Java and below the Vector API, as measured; {@code
 * -Dcausal4j.kernel=pytorch} takes it whatever else is there.
 *
 * <p>PyTorch itself is the user's choice. Beside this artifact, the class path needs {@code
 * ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0} and the native library of a platform: {@code
 * ai.djl.pytorch:pytorch-native-cpu:2.7.1} with the classifier {@code linux-x86_64}, {@code
 * linux-aarch64}, {@code osx-aarch64} or {@code win-x86_64}. For CUDA, an artifact {@code
 * pytorch-native-cu…} of the same version takes its place. {@link #probe} looks for them and for a
 * driver before anything is loaded, and says what is missing. A PyTorch that is installed otherwise
 * is named by {@code PYTORCH_LIBRARY_PATH}, as DJL has it.
 *
 * <p>Opening it sets the number of threads that PyTorch uses within an operation to 1 for the whole
 * process: blocks of a product run on the caller's threads, so that a result has the same bits for
 * any number of them. Sparse products stay in plain Java: DJL knows no compressed rows, and
 * PyTorch's product of coordinates is slower.
 *
 * <p>Unless the JVM runs with {@code -Dai.djl.offline=true}, DJL asks the metadata address of a
 * cloud machine at its first use and, on Amazon EC2, reports the machine to its maker ({@code
 * OPT_OUT_TRACKING=true} turns off just that). This class sets no system property.
 *
 * <p>Safe to share between threads.
 */
public final class PytorchProvider implements KernelProvider {
  private static final String PATH = "PYTORCH_LIBRARY_PATH";

  /** For {@link java.util.ServiceLoader}. */
  public PytorchProvider() {}

  @Override
  public String name() {
    return "pytorch";
  }

  /** Below the Vector API (100), see {@code docs/kernels.md}. */
  @Override
  public int rank() {
    return 40;
  }

  @Override
  public String version() {
    return PytorchFiles.onClassPath().version();
  }

  @Override
  public Availability probe() {
    String path = System.getProperty(PATH, System.getenv().getOrDefault(PATH, ""));
    return PytorchFiles.onClassPath().availability(!path.isBlank(), NvidiaDriver.present());
  }

  @Override
  public KernelBackend open() {
    return PytorchBackend.open();
  }

  @Override
  public String toString() {
    return "PytorchProvider";
  }
}
