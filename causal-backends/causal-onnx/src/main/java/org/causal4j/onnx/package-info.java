/**
 * Sentence encoders on DJL and ONNX Runtime: native code, run in this process, offline. Most users
 * only name one, as {@code EmbeddingProviders.named("all-minilm-l6-v2")}; for an encoder of one's
 * own start with {@link org.causal4j.onnx.OnnxEmbeddings}.
 */
@NullMarked
package org.causal4j.onnx;

import org.jspecify.annotations.NullMarked;
