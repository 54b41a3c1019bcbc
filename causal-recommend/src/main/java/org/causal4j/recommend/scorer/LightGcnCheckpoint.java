package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.causal4j.core.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The state of a training between two epochs, in one file of a folder: what it belongs to, and all
 * that changes from epoch to epoch. It is written beside the file first and then moved, so that
 * whoever is killed leaves the former state or this one. What is drawn depends on the seed and the
 * number of the epoch alone, so no generator needs to be kept.
 */
final class LightGcnCheckpoint {
  static final String FILE = "lightgcn.checkpoint";

  /** "C4J CKPT" in ASCII. */
  private static final long MAGIC = 0x43344A20434B5054L;

  private static final int VERSION = 1;

  private final Path file;
  private final ImmutableMap<String, String> belongsTo;

  /**
   * @param belongsTo what must be the same for training to go on: graph, options, seed, kernel, …
   */
  LightGcnCheckpoint(Path folder, ImmutableMap<String, String> belongsTo) throws IOException {
    Files.createDirectories(folder);
    this.file = folder.resolve(FILE);
    this.belongsTo = belongsTo;
  }

  /** What changes from epoch to epoch. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the package
  record State(
      TrainingReport report,
      long step,
      int without,
      boolean stopped,
      float[] e0,
      float[] mean,
      float[] square,
      float[] best) {}

  void write(State state) throws IOException {
    LightGcnFile.write(
        file,
        MAGIC,
        VERSION,
        out -> {
          out.writeInt(belongsTo.size());
          for (Map.Entry<String, String> entry : belongsTo.entrySet()) {
            LightGcnFile.writeText(entry.getKey(), out);
            LightGcnFile.writeText(entry.getValue(), out);
          }
          LightGcnFile.writeReport(state.report(), out);
          out.writeLong(state.step());
          out.writeInt(state.without());
          out.writeBoolean(state.stopped());
          LightGcnFile.writeFloats(state.e0(), out);
          LightGcnFile.writeFloats(state.mean(), out);
          LightGcnFile.writeFloats(state.square(), out);
          LightGcnFile.writeFloats(state.best(), out);
        });
  }

  /**
   * The state to go on from; null where there is none.
   *
   * @throws DataFormatException if the file is damaged or no checkpoint
   * @throws IllegalArgumentException if it belongs to another training
   */
  @Nullable State read() throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    LightGcnFile.checkSum(file, MAGIC, VERSION, "checkpoint of LightGCN");
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      in.readLong();
      in.readInt();
      for (int left = in.readInt(); left > 0; left--) {
        String key = LightGcnFile.readText(in);
        String value = LightGcnFile.readText(in);
        String expected = belongsTo.getOrDefault(key, "");
        Preconditions.checkArgument(
            value.equals(expected),
            "checkpoint: %s is of another training: its %s is %s, not %s; take another folder",
            file,
            key,
            value,
            expected);
      }
      return new State(
          LightGcnFile.readReport(in),
          in.readLong(),
          in.readInt(),
          in.readBoolean(),
          LightGcnFile.readFloats(in),
          LightGcnFile.readFloats(in),
          LightGcnFile.readFloats(in),
          LightGcnFile.readFloats(in));
    } catch (EOFException e) {
      throw new DataFormatException(file.toString(), 0, 0, "is no checkpoint of LightGCN", e);
    }
  }
}
