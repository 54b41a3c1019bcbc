package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.causal4j.core.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The state of a training between two epochs, in one file of a folder: what it belongs to, and all
 * that changes from epoch to epoch. It is written beside the file first and then moved, so that
 * whoever is killed leaves the former state or this one. What is drawn depends on the seed and the
 * number of the epoch alone, so no generator needs to be kept.
 */
final class Checkpoint {
  static final String FILE = "training.checkpoint";

  /** "C4J CKPT" in ASCII. */
  private static final long MAGIC = 0x43344A20434B5054L;

  private static final int VERSION = 2;
  private static final String WHAT = "checkpoint of a training";

  private final Path file;
  private final ImmutableMap<String, String> belongsTo;

  /**
   * Takes the folder for one training: what a killed one was writing is removed.
   *
   * @param belongsTo what must be the same for training to go on: graph, options, seed, kernel, …
   */
  Checkpoint(Path folder, ImmutableMap<String, String> belongsTo) throws IOException {
    Files.createDirectories(folder);
    ModelFile.deleteParts(folder);
    this.file = folder.resolve(FILE);
    this.belongsTo = belongsTo;
  }

  /**
   * What changes from epoch to epoch; the lists have one array a parameter, in their order.
   *
   * @param best the parameters of the best epoch so far; empty for none
   */
  record State(
      TrainingReport report,
      long step,
      int without,
      boolean stopped,
      List<float[]> parameters,
      List<float[]> means,
      List<float[]> squares,
      List<float[]> best) {}

  void write(State state) throws IOException {
    ModelFile.write(
        file,
        MAGIC,
        VERSION,
        out -> {
          out.writeInt(belongsTo.size());
          for (Map.Entry<String, String> entry : belongsTo.entrySet()) {
            ModelFile.writeText(entry.getKey(), out);
            ModelFile.writeText(entry.getValue(), out);
          }
          ModelFile.writeReport(state.report(), out);
          out.writeLong(state.step());
          out.writeInt(state.without());
          out.writeBoolean(state.stopped());
          writeArrays(state.parameters(), out);
          writeArrays(state.means(), out);
          writeArrays(state.squares(), out);
          writeArrays(state.best(), out);
        });
  }

  static void writeArrays(List<float[]> arrays, DataOutputStream out) throws IOException {
    out.writeInt(arrays.size());
    for (float[] array : arrays) {
      ModelFile.writeFloats(array, out);
    }
  }

  static List<float[]> readArrays(DataInputStream in) throws IOException {
    List<float[]> arrays = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      arrays.add(ModelFile.readFloats(in));
    }
    return arrays;
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
    try (DataInputStream in = ModelFile.open(file, MAGIC, VERSION, WHAT)) {
      checkOwner(in);
      return new State(
          ModelFile.readReport(in),
          in.readLong(),
          in.readInt(),
          in.readBoolean(),
          readArrays(in),
          readArrays(in),
          readArrays(in),
          readArrays(in));
    } catch (EOFException e) {
      throw new DataFormatException(file.toString(), 0, 0, "is no " + WHAT, e);
    }
  }

  private void checkOwner(DataInputStream in) throws IOException {
    int count = in.readInt();
    for (int left = count; left > 0; left--) {
      String key = ModelFile.readText(in);
      String value = ModelFile.readText(in);
      String expected = belongsTo.getOrDefault(key, "");
      Preconditions.checkArgument(
          value.equals(expected),
          "checkpoint: %s is of another training: its %s is %s, not %s; take another folder",
          file,
          key,
          value,
          expected);
    }
    Preconditions.checkArgument(
        count == belongsTo.size(),
        "checkpoint: %s is of another training: it knows %s of %s; take another folder",
        file,
        count,
        belongsTo.keySet());
  }
}
