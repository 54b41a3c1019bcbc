package org.causal4j.core.kernel;

/**
 * One provider of compute kernels as the look-up saw it.
 *
 * @param name the provider's name, as {@link Kernels#named} takes it
 * @param version version of the library behind the kernels; empty if there is none
 * @param device what it computes on, as "CPU"; empty if that is not known
 * @param instructionSet as "AVX-512, 16 lanes"; empty if that is not known
 * @param scope what the provider computes itself, if it leaves something to plain Java; empty if it
 *     computes everything, or was not opened
 * @param chosen whether this is the provider in use
 * @param reason why it was or was not chosen
 * @param remedy what would make it usable; empty if nothing needs to be done
 */
public record KernelInfo(
    String name,
    String version,
    String device,
    String instructionSet,
    String scope,
    boolean chosen,
    String reason,
    String remedy) {

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(chosen ? "* " : "  ").append(name);
    if (!version.isEmpty()) {
      out.append(' ').append(version);
    }
    if (!device.isEmpty()) {
      out.append(" on ").append(device);
    }
    if (!instructionSet.isEmpty()) {
      out.append(" (").append(instructionSet).append(')');
    }
    out.append(": ").append(reason);
    if (!scope.isEmpty()) {
      out.append("; ").append(scope);
    }
    if (!remedy.isEmpty()) {
      out.append("; ").append(remedy);
    }
    return out.toString();
  }
}
