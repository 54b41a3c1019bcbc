package org.causal4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.causal4j.core.CausalException;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.Pooling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's own encoder, small enough to work out by hand: its tokens [UNK], [CLS], [SEP], red, mug
 * have the vectors (0,0,0,0), (1,0,0,0), (0,1,0,0), (2,4,6,8), (4,2,0,-2).
 */
class TinyEncoderTest {
  /**
   * One Gather node, made with Python's onnx.helper: inputs input_ids and attention_mask, output
   * last_hidden_state; opset 13.
   */
  private static final String TWO_INPUTS =
      "CAgSADqEAgotCgV0YWJsZQoJaW5wdXRfaWRzEhFsYXN0X2hpZGRlbl9zdGF0ZSIGR2F0aGVyEgR0aW55"
          + "Kl8IBQgEEAFCBXRhYmxlSlAAAAAAAAAAAAAAAAAAAAAAAACAPwAAAAAAAAAAAAAAAAAAAAAAAIA/AAAA"
          + "AAAAAAAAAABAAACAQAAAwEAAAABBAACAQAAAAEAAAAAAAAAAwFodCglpbnB1dF9pZHMSEAoOCAcSCgoD"
          + "EgFiCgMSAXRaIgoOYXR0ZW50aW9uX21hc2sSEAoOCAcSCgoDEgFiCgMSAXRiKQoRbGFzdF9oaWRkZW5f"
          + "c3RhdGUSFAoSCAESDgoDEgFiCgMSAXQKAggEQgQKABAN";

  /** The same with input_ids alone. */
  private static final String ONE_INPUT =
      "CAgSADrgAQotCgV0YWJsZQoJaW5wdXRfaWRzEhFsYXN0X2hpZGRlbl9zdGF0ZSIGR2F0aGVyEgR0aW55"
          + "Kl8IBQgEEAFCBXRhYmxlSlAAAAAAAAAAAAAAAAAAAAAAAACAPwAAAAAAAAAAAAAAAAAAAAAAAIA/AAAA"
          + "AAAAAAAAAABAAACAQAAAwEAAAABBAACAQAAAAEAAAAAAAAAAwFodCglpbnB1dF9pZHMSEAoOCAcSCgoD"
          + "EgFiCgMSAXRiKQoRbGFzdF9oaWRkZW5fc3RhdGUSFAoSCAESDgoDEgFiCgMSAXQKAggEQgQKABAN";

  private static final OnnxOptions OPTIONS =
      OnnxOptions.named("tiny").withNormalized(false).withMaxTokens(8).withThreads(2);

  @TempDir private Path folder;

  private OnnxEmbeddings open(String model, OnnxOptions options) throws IOException {
    Path network = Files.write(folder.resolve("m.onnx"), Base64.getDecoder().decode(model));
    return OnnxEmbeddings.fromFiles(network, tokenizer(), options);
  }

  private Path tokenizer() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    try (InputStream in = TinyEncoderTest.class.getResourceAsStream("tiny-tokenizer.json")) {
      return Files.write(file, Objects.requireNonNull(in).readAllBytes());
    }
  }

  @Test
  void fromFiles_mean_isTheMeanOfAllTokens() throws IOException {
    try (OnnxEmbeddings tiny = open(TWO_INPUTS, OPTIONS)) {
      assertThat(tiny.info().dimension()).isEqualTo(4);
      assertThat(tiny.embed("red mug")).containsExactly(1.75f, 1.75f, 1.5f, 1.5f);
      assertThat(tiny.embed("")).containsExactly(.5f, .5f, 0, 0);
    }
  }

  @Test
  void fromFiles_oneInput_isServedToo() throws IOException {
    try (OnnxEmbeddings tiny = open(ONE_INPUT, OPTIONS)) {
      assertThat(tiny.embed("red mug")).containsExactly(1.75f, 1.75f, 1.5f, 1.5f);
    }
  }

  @Test
  void fromFiles_cls_isTheFirstToken() throws IOException {
    try (OnnxEmbeddings tiny = open(TWO_INPUTS, OPTIONS.withPooling(Pooling.CLS))) {
      assertThat(tiny.embed("red mug")).containsExactly(1, 0, 0, 0);
    }
  }

  @Test
  void fromFiles_normalized_hasLengthOne() throws IOException {
    try (OnnxEmbeddings tiny = open(TWO_INPUTS, OPTIONS.withNormalized(true))) {
      float[] v = tiny.embed("red mug");
      double length = Math.sqrt(2 * 1.75 * 1.75 + 2 * 1.5 * 1.5);
      assertThat(v[0]).isEqualTo((float) (1.75 / length));
      assertThat(v[3]).isEqualTo((float) (1.5 / length));
    }
  }

  /** Of "red mug" the frame tokens and "red" are left: the mean of three vectors. */
  @Test
  void fromFiles_maxTokens_cutsTheText() throws IOException {
    try (OnnxEmbeddings tiny = open(TWO_INPUTS, OPTIONS.withMaxTokens(3))) {
      assertThat(tiny.embed("red mug")).containsExactly(1, 5f / 3, 2, 8f / 3);
    }
  }

  @Test
  void embed_textsOfManyLengths_keepTheirRows() throws IOException {
    List<String> texts =
        List.of("mug red mug", "red", "", "mug", "lamp lamp", "red", "mug mug red");
    try (OnnxEmbeddings tiny = open(TWO_INPUTS, OPTIONS)) {
      FloatMatrix all = tiny.embed(texts);
      for (int i = 0; i < texts.size(); i++) {
        assertThat(all.row(i)).isEqualTo(tiny.embed(texts.get(i)));
      }
      assertThat(all.row(0)).isEqualTo(all.row(6)).isNotEqualTo(all.row(1));
    }
  }

  @Test
  void info_otherSettings_haveAnotherFingerprint() throws IOException {
    try (OnnxEmbeddings a = open(TWO_INPUTS, OPTIONS);
        OnnxEmbeddings b = open(TWO_INPUTS, OPTIONS.withMaxTokens(7));
        OnnxEmbeddings c = open(ONE_INPUT, OPTIONS);
        OnnxEmbeddings d = open(TWO_INPUTS, OPTIONS.withThreads(1))) {
      assertThat(b.info().fingerprint()).isNotEqualTo(a.info().fingerprint());
      assertThat(c.info().fingerprint()).isNotEqualTo(a.info().fingerprint());
      assertThat(d.info()).isEqualTo(a.info());
    }
  }

  @Test
  void embed_closed_isRefused() throws IOException {
    OnnxEmbeddings tiny = open(TWO_INPUTS, OPTIONS);
    tiny.close();
    tiny.close();
    assertThatThrownBy(() -> tiny.embed(List.of("red")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tiny is closed");
  }

  @Test
  void fromFiles_otherInputs_areNamed() {
    String bytes =
        new String(Base64.getDecoder().decode(ONE_INPUT), StandardCharsets.ISO_8859_1)
            .replace("input_ids", "pixel_ids");
    String renamed =
        Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> open(renamed, OPTIONS))
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("pixel_ids")
        .hasMessageContaining("input_ids");
  }

  @Test
  void fromFiles_noSuchModel_isToldApart() throws IOException {
    Path tokenizer = tokenizer();
    Path text = Files.writeString(folder.resolve("text"), "no model");
    assertThatThrownBy(() -> OnnxEmbeddings.fromFiles(text, tokenizer, OPTIONS))
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("tiny");
    assertThatThrownBy(() -> OnnxEmbeddings.fromFiles(tokenizer, text, OPTIONS))
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("tiny");
    assertThatThrownBy(() -> OnnxEmbeddings.fromFiles(folder.resolve("absent"), tokenizer, OPTIONS))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void options_outOfRange_areRefused() {
    assertThatThrownBy(() -> OPTIONS.withPooling(Pooling.HASHED)).hasMessageContaining("HASHED");
    assertThatThrownBy(() -> OPTIONS.withMaxTokens(2)).hasMessageContaining("maxTokens: 2");
    assertThatThrownBy(() -> OPTIONS.withThreads(0)).hasMessageContaining("threads: 0");
  }
}
