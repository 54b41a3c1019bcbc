package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real files with seeded damage, in every format: a reader gives a network or an error with line
 * and column, never anything else.
 */
class NetworkFuzzTest {
  private static final List<String> NETWORKS =
      List.of(
          "cancer",
          "earthquake",
          "survey",
          "asia",
          "sachs",
          "child",
          "insurance",
          "alarm",
          "hailfinder",
          "hepar2",
          "win95pts",
          "andes",
          "water",
          "munin1",
          "pigs",
          "link",
          "pathfinder",
          "munin",
          "diabetes",
          "mildew",
          "barley");

  private static final int SMALL = 64 << 10;
  private static final long TEXT_LIMIT = 256 << 20;

  /** What a damaged text is read as. */
  private interface Reader {
    void read(SourceText source);
  }

  private record Sample(String name, byte[] bytes, Reader reader) {}

  @Test
  @Timeout(300)
  void read_ofDamagedSmallFiles_givesANetworkOrAnErrorWithLineAndColumn() throws IOException {
    fuzz(samples(SMALL), 5_000, 20_240);
  }

  @Test
  @Tag("nightly")
  @Timeout(7_200)
  void read_ofDamagedFilesOfAnySize_givesANetworkOrAnErrorWithLineAndColumn() throws IOException {
    fuzz(samples(Integer.MAX_VALUE), 100_000, 20_241);
  }

  private static List<Sample> samples(int largest) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (String network : NETWORKS) {
      SourceText bif = SourceText.read(SharedData.require("data/causal/bn/" + network + ".bif.gz"));
      if (bif.length() > largest) {
        continue;
      }
      BayesianNetwork net = new BifReader(bif).read().network();
      Evidence evidence = Evidence.none();
      for (String variable : net.variables()) {
        evidence = evidence.and(variable, net.states(variable).get(0));
      }
      Reader any = NetworkFormats::reading;
      Reader markov = source -> new UaiReader(source).markov();
      Reader evid = source -> new UaiEvidence(source, net.variables(), net::states).read();
      samples.add(new Sample(network + ".bif", bif.bytes(), any));
      samples.add(new Sample(network + ".bif.gz", zipped(bif.bytes()), any));
      add(samples, network + ".xml", NetworkFormats.toXmlBif(net), any, largest);
      add(samples, network + ".uai", NetworkFormats.toUai(net), any, largest);
      add(
          samples,
          network + ".markov.uai",
          NetworkFormats.toUai(MarkovNetwork.of(net)),
          markov,
          largest);
      add(samples, network + ".evid", NetworkFormats.toUaiEvidence(evidence, net), evid, largest);
    }
    return samples;
  }

  private static void add(
      List<Sample> samples, String name, String text, Reader reader, int largest) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= largest) {
      samples.add(new Sample(name, bytes, reader));
    }
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  private static void fuzz(List<Sample> samples, int cases, long seed) {
    int refused = 0;
    TreeMap<String, Integer> byEnding = new TreeMap<>();
    for (int i = 0; i < cases; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      Sample sample = samples.get(i % samples.size());
      byte[] damaged = damaged(sample.bytes, random);
      String what = "case " + i + " with seed " + (seed + i) + ", of " + sample.name;
      byEnding.merge(sample.name.substring(sample.name.indexOf('.')), 1, Integer::sum);
      try {
        sample.reader.read(
            SourceText.read(sample.name, new ByteArrayInputStream(damaged), TEXT_LIMIT));
      } catch (DataFormatException e) {
        refused++;
        assertThat(e.line()).as(what + ": " + e.getMessage()).isPositive();
        assertThat(e.column()).as(what + ": " + e.getMessage()).isPositive();
        assertThat(e.getMessage().length()).as(what).isLessThan(2_000);
      } catch (IOException | RuntimeException | Error e) {
        fail(what + ": " + e, e);
      }
    }
    // damage that leaves a network is rare, but there is some: a name, a state, a comment
    assertThat(refused).isBetween(cases / 2, cases - 1);
    assertThat(byEnding).hasSize(6);
  }

  private static byte[] damaged(byte[] original, SplittableRandom random) {
    byte[] bytes = original.clone();
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      int length =
          Math.min(bytes.length - at, 1 + random.nextInt(random.nextInt(10) == 0 ? 2_000 : 20));
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = spliced(bytes, at, length, new byte[0]);
        case 3 -> {
          byte[] twice = new byte[2 * length];
          System.arraycopy(bytes, at, twice, 0, length);
          System.arraycopy(bytes, at, twice, length, length);
          bytes = spliced(bytes, at, length, twice);
        }
        case 4 -> {
          if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, at);
          }
        }
        case 5 -> bytes = swappedTokens(bytes, at, random.nextInt(bytes.length));
        default -> {
          // what a declared size could be
          String number =
              List.of("999999999", "2147483647", "-1", "1e308", "0", "1e-320")
                  .get(random.nextInt(6));
          int[] token = token(bytes, at);
          bytes = spliced(bytes, token[0], token[1], number.getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int at, int length, byte[] instead) {
    byte[] out = new byte[bytes.length - length + instead.length];
    System.arraycopy(bytes, 0, out, 0, at);
    System.arraycopy(instead, 0, out, at, instead.length);
    System.arraycopy(bytes, at + length, out, at + instead.length, bytes.length - at - length);
    return out;
  }

  private static int[] token(byte[] bytes, int at) {
    int start = at;
    while (start > 0 && isWord(bytes[start - 1])) {
      start--;
    }
    int end = at;
    while (end < bytes.length && isWord(bytes[end])) {
      end++;
    }
    return new int[] {start, end - start};
  }

  private static boolean isWord(byte c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
  }

  private static byte[] swappedTokens(byte[] bytes, int one, int other) {
    int[] a = token(bytes, Math.min(one, other));
    int[] b = token(bytes, Math.max(one, other));
    if (a[0] + a[1] > b[0]) {
      return bytes;
    }
    byte[] first = Arrays.copyOfRange(bytes, a[0], a[0] + a[1]);
    byte[] second = Arrays.copyOfRange(bytes, b[0], b[0] + b[1]);
    return spliced(spliced(bytes, b[0], b[1], first), a[0], a[1], second);
  }
}
