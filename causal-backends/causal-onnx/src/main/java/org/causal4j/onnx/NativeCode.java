package org.causal4j.onnx;

import org.causal4j.core.CausalException;

/** Tells what to do where native code is missing. Names no class that needs any. */
final class NativeCode {
  private NativeCode() {}

  static CausalException missing(String model, LinkageError reason) {
    return new CausalException(
        model
            + ": native code does not load here ("
            + reason
            + "); it needs ai.djl.onnxruntime:onnxruntime-engine and ai.djl.huggingface:tokenizers"
            + " with their dependencies, 64-bit Linux, macOS or Windows, and a temporary folder and"
            + " a home folder that may be written (or DJL_CACHE_DIR)",
        reason);
  }
}
