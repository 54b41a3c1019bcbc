package org.causal4j.recommend.scorer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
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
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * Parts of files of models and trainings, big-endian: magic and version, then what the kind of file
 * has, then CRC-32C of all that. Arrays and texts carry their length; the checksum is tested before
 * a length is believed, so that a damaged file can't ask for memory that it has no bytes for.
 */
final class ModelFile {
  private static final int BUFFER = 1 << 16;

  private static final String PART_PREFIX = ".causal4j";
  private static final String PART_SUFFIX = ".part";

  private ModelFile() {}

  /** Removes what was being written to a folder when somebody was killed. */
  static void deleteParts(Path folder) throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(folder, PART_PREFIX + "*" + PART_SUFFIX)) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    }
  }

  /** Writes what follows the magic number and the version. */
  interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  /** Beside the file first, and then moved: a reader sees the former one or this one. */
  static void write(Path file, long magic, int version, Body body) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException(file + ": is no file");
    }
    Path part = Files.createTempFile(folder, PART_PREFIX, PART_SUFFIX);
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

  /** A file of this kind and version that is not damaged, behind its version. */
  static DataInputStream open(Path file, long magic, int version, String what) throws IOException {
    checkSum(file, magic, version, what);
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
    in.readLong();
    in.readInt();
    return in;
  }

  /** Refuses a file that is not of this kind and version, or is damaged. */
  private static void checkSum(Path file, long expectedMagic, int expectedVersion, String what)
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

  static void writeEarlyStopping(Optional<EarlyStopping> rule, DataOutputStream out)
      throws IOException {
    out.writeBoolean(rule.isPresent());
    if (rule.isPresent()) {
      out.writeInt(rule.get().every());
      out.writeInt(rule.get().patience());
      out.writeInt(rule.get().users());
    }
  }

  static Optional<EarlyStopping> readEarlyStopping(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? Optional.of(new EarlyStopping(in.readInt(), in.readInt(), in.readInt()))
        : Optional.empty();
  }

  /** Without times, so that equal trainings leave equal files. */
  static void writeTimelessReport(TrainingReport report, DataOutputStream out) throws IOException {
    ImmutableDoubleArray times = ImmutableDoubleArray.copyOf(new double[report.epochs()]);
    writeReport(
        new TrainingReport(report.losses(), report.validations(), report.chosenEpoch(), times),
        out);
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

  static void writeGraph(InteractionGraph graph, DataOutputStream out) throws IOException {
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

  static InteractionGraph readGraph(DataInputStream in) throws IOException {
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

  static void writeProvenance(Provenance provenance, DataOutputStream out) throws IOException {
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

  static Provenance readProvenance(DataInputStream in) throws IOException {
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

  static void writeTexts(ImmutableList<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(text, out);
    }
  }

  static ImmutableList<String> readTexts(DataInputStream in) throws IOException {
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

  static void writeInts(int[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  static int[] readInts(DataInputStream in) throws IOException {
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
