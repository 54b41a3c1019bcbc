package org.causal4j.core.kernel.spi;

/** Whether a provider can be used in this JVM, on this machine. */
public sealed interface Availability {

  /**
   * It can.
   *
   * @param device what it computes on, as "CPU" or "CUDA 0: the device's name"
   * @param instructionSet as "AVX2, 8 lanes"; empty if that is not known
   */
  record Available(String device, String instructionSet) implements Availability {}

  /**
   * It can't.
   *
   * @param reason what is missing
   * @param remedy what the user can do, as "run with --add-modules jdk.incubator.vector"
   */
  record Unavailable(String reason, String remedy) implements Availability {}

  /** It can, on this device. */
  static Availability available(String device, String instructionSet) {
    return new Available(device, instructionSet);
  }

  /** It can't, for this reason. */
  static Availability unavailable(String reason, String remedy) {
    return new Unavailable(reason, remedy);
  }
}
