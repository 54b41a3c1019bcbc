package org.causal4j.recommend.scorer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.interaction.InteractionGraph;

/** {@link LightGcn} in a file: options, report, graph, vectors, provenance. */
final class LightGcnFile {
  /** "C4J LGCN" in ASCII. */
  private static final long MAGIC = 0x43344A204C47434EL;

  private static final int VERSION = 1;

  private LightGcnFile() {}

  static void write(LightGcn model, Path file) throws IOException {
    ModelFile.write(file, MAGIC, VERSION, out -> writeBody(model, out));
  }

  private static void writeBody(LightGcn model, DataOutputStream out) throws IOException {
    writeOptions(model.options(), out);
    ModelFile.writeTimelessReport(model.report(), out);
    ModelFile.writeGraph(model.graph(), out);
    ModelFile.writeFloats(model.rawVectors().smoothed(), out);
    ModelFile.writeFloats(model.rawVectors().ownShare(), out);
    ModelFile.writeFloats(model.rawVectors().passedOn(), out);
    ModelFile.writeProvenance(model.provenance(), out);
  }

  static LightGcn read(Path file, Kernels kernels) throws IOException {
    try (DataInputStream in = ModelFile.open(file, MAGIC, VERSION, "LightGCN model")) {
      LightGcn.Options options = readOptions(in);
      TrainingReport report = ModelFile.readReport(in);
      InteractionGraph graph = ModelFile.readGraph(in);
      LightGcn.Vectors vectors =
          new LightGcn.Vectors(
              ModelFile.readFloats(in), ModelFile.readFloats(in), ModelFile.readFloats(in));
      long width = options.dimensions();
      long users = graph.users().size() * width;
      long items = graph.items().size() * width;
      if (vectors.smoothed().length != users + items
          || vectors.ownShare().length != users
          || vectors.passedOn().length != items) {
        throw new DataFormatException(file.toString(), 0, 0, "vectors do not fit the graph");
      }
      return new LightGcn(graph, options, vectors, report, ModelFile.readProvenance(in), kernels);
    } catch (EOFException | IllegalArgumentException e) {
      throw new DataFormatException(
          file.toString(), 0, 0, "is no LightGCN model: " + e.getMessage(), e);
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
    ModelFile.writeEarlyStopping(options.earlyStopping(), out);
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
        ModelFile.readEarlyStopping(in));
  }
}
