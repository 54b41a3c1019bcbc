package org.causal4j.recommend.scorer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.Provenance;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * A model in a file, big-endian: magic and version, options, report, graph, vectors, provenance,
 * CRC-32C of all that. Arrays and texts carry their length; the checksum is tested before a length
 * is believed, so that a damaged file can't ask for memory that it has no bytes for.
 */
final class LightGcnFile {
  /** "C4J LGCN" in ASCII. */
  private static final long MAGIC = 0x43344A204C47434EL;

  private static final int VERSION = 1;
  private static final int BUFFER = 1 << 16;

  private LightGcnFile() {}

  /** Writes what follows the magic number and the version. */
  interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  static void write(LightGcn model, Path file) throws IOException {
    write(file, MAGIC, VERSION, out -> writeBody(model, out));
  }

  /** Beside the file first, and then moved: a reader sees the former one or this one. */
  static void write(Path file, long magic, int version, Body body) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException(file + ": is no file");
    }
    Path part = Files.createTempFile(folder, ".lightgcn", ".part");
    try {
      CRC32C crc = new CRC32C();
      try (DataOutputStream out =
          new DataOutputStream(
              new CheckedOutputStream(
                  new BufferedOutputStream(Files.newOutputStream(part), BUFFER), crc))) {
        out.writeLong(magic);
        out.writeInt(version);
        body.write(out);
        out.writeLong(crc.getValue());
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void writeBody(LightGcn model, DataOutputStream out) throws IOException {
    writeOptions(model.options(), out);
    writeReport(model.report(), out);
    writeGraph(model.graph(), out);
    writeFloats(model.rawVectors().smoothed(), out);
    writeFloats(model.rawVectors().ownShare(), out);
    writeFloats(model.rawVectors().passedOn(), out);
    writeProvenance(model.provenance(), out);
  }

  static LightGcn read(Path file, Kernels kernels) throws IOException {
    checkSum(file, MAGIC, VERSION, "LightGCN model");
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      in.readLong();
      in.readInt();
      LightGcn.Options options = readOptions(in);
      TrainingReport report = readReport(in);
      InteractionGraph graph = readGraph(in);
      LightGcn.Vectors vectors =
          new LightGcn.Vectors(readFloats(in), readFloats(in), readFloats(in));
      long width = options.dimensions();
      long users = graph.users().size() * width;
      long items = graph.items().size() * width;
      if (vectors.smoothed().length != users + items
          || vectors.ownShare().length != users
          || vectors.passedOn().length != items) {
        throw new DataFormatException(file.toString(), 0, 0, "vectors do not fit the graph");
      }
      return new LightGcn(graph, options, vectors, report, readProvenance(in), kernels);
    } catch (EOFException | IllegalArgumentException e) {
      throw new DataFormatException(
          file.toString(), 0, 0, "is no LightGCN model: " + e.getMessage(), e);
    }
  }

  /** Refuses a file that is not of this kind and version, or is damaged. */
  static void checkSum(Path file, long expectedMagic, int expectedVersion, String what)
      throws IOException {
    long length = Files.size(file) - Long.BYTES;
    if (length < Long.BYTES + Integer.BYTES) {
      throw new DataFormatException(file.toString(), 0, 0, "is too short for a " + what);
    }
    CRC32C crc = new CRC32C();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      DataInputStream in = new DataInputStream(new CheckedInputStream(raw, crc));
      long magic = in.readLong();
      int version = in.readInt();
      if (magic != expectedMagic) {
        throw new DataFormatException(file.toString(), 0, 0, "is no " + what);
      }
      if (version != expectedVersion) {
        throw new DataFormatException(
            file.toString(), 0, 0, "is of version " + version + ", not " + expectedVersion);
      }
      in.skipNBytes(length - Long.BYTES - Integer.BYTES);
      long sum = crc.getValue();
      if (in.readLong() != sum) {
        throw new DataFormatException(
            file.toString(), 0, 0, "is damaged: its checksum does not fit");
      }
    }
  }

  private static void writeOptions(LightGcn.Options options, DataOutputStream out)
      throws IOException {
    out.writeInt(options.layers());
    out.writeInt(options.dimensions());
    out.writeDouble(options.learningRate());
    out.writeDouble(options.l2());
    out.writeInt(options.batch());
    out.writeInt(options.epochs());
    out.writeInt(options.negatives());
    out.writeDouble(options.spread());
    out.writeDouble(options.textSpread());
    out.writeBoolean(options.earlyStopping().isPresent());
    if (options.earlyStopping().isPresent()) {
      out.writeInt(options.earlyStopping().get().every());
      out.writeInt(options.earlyStopping().get().patience());
      out.writeInt(options.earlyStopping().get().users());
    }
  }

  private static LightGcn.Options readOptions(DataInputStream in) throws IOException {
    return new LightGcn.Options(
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readBoolean()
            ? Optional.of(new EarlyStopping(in.readInt(), in.readInt(), in.readInt()))
            : Optional.empty());
  }

  static void writeReport(TrainingReport report, DataOutputStream out) throws IOException {
    out.writeInt(report.epochs());
    for (int epoch = 0; epoch < report.epochs(); epoch++) {
      out.writeDouble(report.losses().get(epoch));
      out.writeDouble(report.epochSeconds().get(epoch));
    }
    out.writeInt(report.validations().size());
    for (TrainingReport.Validation validation : report.validations()) {
      out.writeInt(validation.epoch());
      out.writeDouble(validation.ndcg());
    }
    out.writeInt(report.chosenEpoch());
  }

  static TrainingReport readReport(DataInputStream in) throws IOException {
    int epochs = in.readInt();
    double[] losses = new double[epochs];
    double[] seconds = new double[epochs];
    for (int epoch = 0; epoch < epochs; epoch++) {
      losses[epoch] = in.readDouble();
      seconds[epoch] = in.readDouble();
    }
    ImmutableList.Builder<TrainingReport.Validation> validations = ImmutableList.builder();
    for (int left = in.readInt(); left > 0; left--) {
      validations.add(new TrainingReport.Validation(in.readInt(), in.readDouble()));
    }
    return new TrainingReport(
        ImmutableDoubleArray.copyOf(losses),
        validations.build(),
        in.readInt(),
        ImmutableDoubleArray.copyOf(seconds));
  }

  private static void writeGraph(InteractionGraph graph, DataOutputStream out) throws IOException {
    writeTexts(graph.users(), out);
    writeTexts(graph.items(), out);
    writeInts(graph.byUser().rowPointers(), out);
    writeInts(graph.byUser().columnIndexes(), out);
    writeFloats(graph.byUser().values(), out);
    out.writeBoolean(graph.hasTimes());
    for (long time : graph.lastTimes().orElse(new long[0])) {
      out.writeLong(time);
    }
    writeProvenance(graph.provenance(), out);
  }

  private static InteractionGraph readGraph(DataInputStream in) throws IOException {
    ImmutableList<String> users = readTexts(in);
    ImmutableList<String> items = readTexts(in);
    CsrMatrix counts = CsrMatrix.copyOf(items.size(), readInts(in), readInts(in), readFloats(in));
    long[] times = in.readBoolean() ? new long[counts.entries()] : null;
    if (times != null) {
      for (int entry = 0; entry < times.length; entry++) {
        times[entry] = in.readLong();
      }
    }
    return InteractionGraph.of(users, items, counts, times, readProvenance(in));
  }

  private static void writeProvenance(Provenance provenance, DataOutputStream out)
      throws IOException {
    writeText(provenance.what(), out);
    out.writeInt(provenance.settings().size());
    for (Map.Entry<String, String> setting : provenance.settings().entrySet()) {
      writeText(setting.getKey(), out);
      writeText(setting.getValue(), out);
    }
    out.writeInt(provenance.sources().size());
    for (Provenance source : provenance.sources()) {
      writeProvenance(source, out);
    }
  }

  private static Provenance readProvenance(DataInputStream in) throws IOException {
    String what = readText(in);
    Map<String, String> settings = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      settings.put(readText(in), readText(in));
    }
    ImmutableList.Builder<Provenance> sources = ImmutableList.builder();
    for (int left = in.readInt(); left > 0; left--) {
      sources.add(readProvenance(in));
    }
    return new Provenance(what, ImmutableMap.copyOf(settings), sources.build());
  }

  private static void writeTexts(ImmutableList<String> texts, DataOutputStream out)
      throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(text, out);
    }
  }

  private static ImmutableList<String> readTexts(DataInputStream in) throws IOException {
    ImmutableList.Builder<String> texts = ImmutableList.builder();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(readText(in));
    }
    return texts.build();
  }

  static void writeText(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in, in.readInt()), StandardCharsets.UTF_8);
  }

  private static void writeInts(int[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  private static int[] readInts(DataInputStream in) throws IOException {
    int[] values = new int[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readInt();
    }
    return values;
  }

  static void writeFloats(float[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(BUFFER);
    for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
      int size = Math.min(BUFFER / Float.BYTES, values.length - from);
      chunk.clear().asFloatBuffer().put(values, from, size);
      out.write(chunk.array(), 0, size * Float.BYTES);
    }
  }

  static float[] readFloats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
      int size = Math.min(BUFFER / Float.BYTES, values.length - from);
      ByteBuffer.wrap(readBytes(in, size * Float.BYTES)).asFloatBuffer().get(values, from, size);
    }
    return values;
  }

  private static byte[] readBytes(DataInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
