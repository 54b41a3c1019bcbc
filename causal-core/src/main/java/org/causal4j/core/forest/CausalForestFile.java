package org.causal4j.core.forest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.Provenance;
import org.causal4j.core.estimate.CovariateBalance;
import org.causal4j.core.estimate.Overlap;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A forest in a file, big-endian: magic and version, name and features, cuts, trees, the trend
 * where there is one, the numbers of the training units, CRC-32C of all that. The checksum is
 * tested before a length is believed, so that a damaged file can't ask for memory that it has no
 * bytes for.
 */
final class CausalForestFile {
  /** "C4J CFOR" in ASCII. */
  private static final long MAGIC = 0x43344A2043464F52L;

  private static final int VERSION = 2;
  private static final int BUFFER = 1 << 16;

  private CausalForestFile() {}

  static void write(CausalForest forest, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException(file + ": is no file");
    }
    Path part = Files.createTempFile(folder, ".forest", ".part");
    try {
      CRC32C crc = new CRC32C();
      try (DataOutputStream out =
          new DataOutputStream(
              new CheckedOutputStream(
                  new BufferedOutputStream(Files.newOutputStream(part), BUFFER), crc))) {
        out.writeLong(MAGIC);
        out.writeInt(VERSION);
        writeHead(forest.head(), out);
        for (double[] cuts : forest.cuts()) {
          writeDoubles(cuts, out);
        }
        out.writeInt(forest.trees().groupSize);
        PackedTrees trees = forest.trees().trees;
        out.writeInt(trees.count());
        for (int t = 0; t < trees.count(); t++) {
          ForestTree tree = trees.unpack(t);
          writeLongs(tree.splits, out);
          writeFloats(tree.leaves, out);
        }
        writeTrend(forest.trees().trend, out);
        writeTraining(forest.training(), out);
        out.writeLong(crc.getValue());
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  static CausalForest read(Path file) throws IOException {
    checkSum(file);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      in.readLong();
      in.readInt();
      CausalForest.Head head = readHead(in);
      double[][] cuts = new double[head.features().size()][];
      for (int f = 0; f < cuts.length; f++) {
        cuts[f] = readDoubles(in);
      }
      int groupSize = in.readInt();
      ForestTree[] trees = new ForestTree[in.readInt()];
      for (int t = 0; t < trees.length; t++) {
        trees[t] = new ForestTree(readLongs(in), readFloats(in));
      }
      Trends trend = readTrend(in);
      return new CausalForest(
          head,
          cuts,
          new Trees(trees, groupSize, trend).packed(cuts.length),
          readTraining(in),
          new Workers(1));
    } catch (EOFException | IllegalArgumentException e) {
      throw new DataFormatException(
          file.toString(), 0, 0, "is no causal forest: " + e.getMessage(), e);
    }
  }

  private static void checkSum(Path file) throws IOException {
    long length = Files.size(file) - Long.BYTES;
    if (length < Long.BYTES + Integer.BYTES) {
      throw new DataFormatException(file.toString(), 0, 0, "is too short for a causal forest");
    }
    CRC32C crc = new CRC32C();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      DataInputStream in = new DataInputStream(new CheckedInputStream(raw, crc));
      long magic = in.readLong();
      int version = in.readInt();
      if (magic != MAGIC) {
        throw new DataFormatException(file.toString(), 0, 0, "is no causal forest");
      }
      if (version != VERSION) {
        throw new DataFormatException(
            file.toString(), 0, 0, "is of version " + version + ", not " + VERSION);
      }
      in.skipNBytes(length - Long.BYTES - Integer.BYTES);
      long sum = crc.getValue();
      if (in.readLong() != sum) {
        throw new DataFormatException(
            file.toString(), 0, 0, "is damaged: its checksum does not fit");
      }
    }
  }

  private static void writeHead(CausalForest.Head head, DataOutputStream out) throws IOException {
    writeText(head.name(), out);
    out.writeInt(head.features().size());
    for (String feature : head.features()) {
      writeText(feature, out);
    }
    out.writeDouble(head.unit());
    writeDoubles(head.importance().toArray(), out);
    writeText(head.provenance().what(), out);
    out.writeInt(head.provenance().settings().size());
    for (Map.Entry<String, String> setting : head.provenance().settings().entrySet()) {
      writeText(setting.getKey(), out);
      writeText(setting.getValue(), out);
    }
  }

  private static CausalForest.Head readHead(DataInputStream in) throws IOException {
    String name = readText(in);
    ImmutableList.Builder<String> features = ImmutableList.builder();
    for (int left = in.readInt(); left > 0; left--) {
      features.add(readText(in));
    }
    double unit = in.readDouble();
    ImmutableDoubleArray importance = ImmutableDoubleArray.copyOf(readDoubles(in));
    String what = readText(in);
    ImmutableMap.Builder<String, String> settings = ImmutableMap.builder();
    for (int left = in.readInt(); left > 0; left--) {
      settings.put(readText(in), readText(in));
    }
    return new CausalForest.Head(
        name, features.build(), unit, importance, Provenance.of(what, settings.buildOrThrow()));
  }

  private static void writeTrend(@Nullable Trends trend, DataOutputStream out) throws IOException {
    out.writeBoolean(trend != null);
    if (trend == null) {
      return;
    }
    out.writeInt(trend.basis.curves.length);
    for (SmoothBasis.Curve curve : trend.basis.curves) {
      out.writeDouble(curve.low);
      out.writeDouble(curve.high);
      writeDoubles(curve.knots, out);
      writeDoubles(curve.mean, out);
      out.writeInt(curve.inverse.length);
      for (double[] row : curve.inverse) {
        writeDoubles(row, out);
      }
    }
    for (int[] functions : new int[][] {trend.basis.first, trend.basis.second}) {
      out.writeInt(functions.length);
      for (int function : functions) {
        out.writeInt(function);
      }
    }
    writeDoubles(trend.basis.productMean, out);
    writeDoubles(trend.basis.productScale, out);
    writeDoubles(trend.slopes, out);
  }

  private static @Nullable Trends readTrend(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    SmoothBasis.Curve[] curves = new SmoothBasis.Curve[in.readInt()];
    for (int c = 0; c < curves.length; c++) {
      double low = in.readDouble();
      double high = in.readDouble();
      double[] knots = readDoubles(in);
      double[] mean = readDoubles(in);
      double[][] inverse = new double[in.readInt()][];
      for (int k = 0; k < inverse.length; k++) {
        inverse[k] = readDoubles(in);
      }
      curves[c] = new SmoothBasis.Curve(low, high, knots, mean, inverse);
    }
    SmoothBasis basis =
        new SmoothBasis(curves, readInts(in), readInts(in), readDoubles(in), readDoubles(in));
    return new Trends(basis, readDoubles(in));
  }

  private static int[] readInts(DataInputStream in) throws IOException {
    int[] values = new int[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readInt();
    }
    return values;
  }

  private static void writeTraining(Training training, DataOutputStream out) throws IOException {
    for (double[] values :
        new double[][] {
          training.y,
          training.t,
          training.expectedY,
          training.expectedT,
          training.varianceT,
          training.effects,
          training.errors
        }) {
      writeDoubles(values, out);
    }
    out.writeInt(training.clusters.length);
    for (int cluster : training.clusters) {
      out.writeInt(cluster);
    }
    out.writeBoolean(training.binary);
    if (training.overlap.isPresent()) {
      writeOverlap(training.overlap.get(), out);
    }
  }

  private static Training readTraining(DataInputStream in) throws IOException {
    double[][] values = new double[7][];
    for (int i = 0; i < values.length; i++) {
      values[i] = readDoubles(in);
    }
    int[] clusters = new int[in.readInt()];
    for (int i = 0; i < clusters.length; i++) {
      clusters[i] = in.readInt();
    }
    boolean binary = in.readBoolean();
    return new Training(
        values[0],
        values[1],
        values[2],
        values[3],
        values[4],
        values[5],
        values[6],
        clusters,
        binary,
        binary ? Optional.of(readOverlap(in)) : Optional.empty());
  }

  private static void writeOverlap(Overlap overlap, DataOutputStream out) throws IOException {
    writeDoubles(overlap.treatedQuantiles().toArray(), out);
    writeDoubles(overlap.controlQuantiles().toArray(), out);
    for (ImmutableIntArray counts :
        new ImmutableIntArray[] {overlap.treatedHistogram(), overlap.controlHistogram()}) {
      out.writeInt(counts.length());
      for (int i = 0; i < counts.length(); i++) {
        out.writeInt(counts.get(i));
      }
    }
    out.writeDouble(overlap.effectiveTreated());
    out.writeDouble(overlap.effectiveControl());
    out.writeInt(overlap.clipped());
    out.writeDouble(overlap.worstBalanceBefore());
    out.writeDouble(overlap.worstBalanceAfter());
    writeText(overlap.verdict().name(), out);
    out.writeInt(overlap.balance().size());
    for (CovariateBalance covariate : overlap.balance()) {
      writeText(covariate.covariate(), out);
      out.writeDouble(covariate.before());
      out.writeDouble(covariate.after());
    }
  }

  private static Overlap readOverlap(DataInputStream in) throws IOException {
    return new Overlap(
        ImmutableDoubleArray.copyOf(readDoubles(in)),
        ImmutableDoubleArray.copyOf(readDoubles(in)),
        readCounts(in),
        readCounts(in),
        in.readDouble(),
        in.readDouble(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        Overlap.Verdict.valueOf(readText(in)),
        readBalance(in));
  }

  private static ImmutableList<CovariateBalance> readBalance(DataInputStream in)
      throws IOException {
    ImmutableList.Builder<CovariateBalance> balance = ImmutableList.builder();
    for (int left = in.readInt(); left > 0; left--) {
      balance.add(new CovariateBalance(readText(in), in.readDouble(), in.readDouble()));
    }
    return balance.build();
  }

  private static ImmutableIntArray readCounts(DataInputStream in) throws IOException {
    ImmutableIntArray.Builder counts = ImmutableIntArray.builder();
    for (int left = in.readInt(); left > 0; left--) {
      counts.add(in.readInt());
    }
    return counts.build();
  }

  private static void writeText(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void writeDoubles(double[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(BUFFER);
    for (int from = 0; from < values.length; from += BUFFER / Double.BYTES) {
      int size = Math.min(BUFFER / Double.BYTES, values.length - from);
      chunk.clear().asDoubleBuffer().put(values, from, size);
      out.write(chunk.array(), 0, size * Double.BYTES);
    }
  }

  private static double[] readDoubles(DataInputStream in) throws IOException {
    double[] values = new double[in.readInt()];
    byte[] chunk = new byte[BUFFER];
    for (int from = 0; from < values.length; from += BUFFER / Double.BYTES) {
      int size = Math.min(BUFFER / Double.BYTES, values.length - from);
      in.readFully(chunk, 0, size * Double.BYTES);
      ByteBuffer.wrap(chunk).asDoubleBuffer().get(values, from, size);
    }
    return values;
  }

  private static void writeLongs(long[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(BUFFER);
    for (int from = 0; from < values.length; from += BUFFER / Long.BYTES) {
      int size = Math.min(BUFFER / Long.BYTES, values.length - from);
      chunk.clear().asLongBuffer().put(values, from, size);
      out.write(chunk.array(), 0, size * Long.BYTES);
    }
  }

  private static long[] readLongs(DataInputStream in) throws IOException {
    long[] values = new long[in.readInt()];
    byte[] chunk = new byte[BUFFER];
    for (int from = 0; from < values.length; from += BUFFER / Long.BYTES) {
      int size = Math.min(BUFFER / Long.BYTES, values.length - from);
      in.readFully(chunk, 0, size * Long.BYTES);
      ByteBuffer.wrap(chunk).asLongBuffer().get(values, from, size);
    }
    return values;
  }

  private static void writeFloats(float[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(BUFFER);
    for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
      int size = Math.min(BUFFER / Float.BYTES, values.length - from);
      chunk.clear().asFloatBuffer().put(values, from, size);
      out.write(chunk.array(), 0, size * Float.BYTES);
    }
  }

  private static float[] readFloats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    byte[] chunk = new byte[BUFFER];
    for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
      int size = Math.min(BUFFER / Float.BYTES, values.length - from);
      in.readFully(chunk, 0, size * Float.BYTES);
      ByteBuffer.wrap(chunk).asFloatBuffer().get(values, from, size);
    }
    return values;
  }
}
