package org.causal4j.onnx;

import java.util.*;
import org.causal4j.core.SharedData;
import org.causal4j.core.data.Catalog;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.*;
import org.junit.jupiter.api.Test;

class OnnxEmbeddingsTest {
  @Test
  void scratch() throws Exception {
    long t = System.nanoTime();
    try (EmbeddingProvider p = EmbeddingProviders.named("all-minilm-l6-v2")) {
      System.err.println(p.info() + " load " + (System.nanoTime() - t) / 1e9);
      Catalog c =
          Catalog.readCsv(
              SharedData.projectFile(
                  "examples/src/main/resources/org/causal4j/examples/quickstart_items.csv.gz"),
              "stock_code",
              "description");
      t = System.nanoTime();
      Embeddings e = p.embedAll(c.texts());
      System.err.println(e + " " + (System.nanoTime() - t) / 1e9);
      System.err.println(Arrays.toString(Arrays.copyOf(p.embed("a red mug"), 6)));
      FloatMatrix m = p.embed(List.of("a red mug", "red cup", "wooden sledge", ""));
      System.err.println(m.cosine(0, m, 1) + " " + m.cosine(0, m, 2) + " " + m.dot(3, m, 3));
    }
    try (EmbeddingProvider p = EmbeddingProviders.named("bge-small-zh-v1.5")) {
      FloatMatrix m = p.embed(List.of("蓝牙耳机", "无线蓝牙耳机", "纯棉T恤"));
      System.err.println(p.info() + " " + m.cosine(0, m, 1) + " " + m.cosine(0, m, 2));
    }
  }
}
