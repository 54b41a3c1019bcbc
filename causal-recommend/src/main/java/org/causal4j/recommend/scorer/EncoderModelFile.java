package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.Normalization;
import org.causal4j.recommend.interaction.TypedInteractions;

/** {@link ContrastiveGcn} and {@link Gcn} in files. */
final class EncoderModelFile {
  /** "C4J CGCN" in ASCII. */
  private static final long CONTRASTIVE = 0x43344A204347434EL;

  /** "C4J WGCN" in ASCII. */
  private static final long WEIGHTED = 0x43344A205747434EL;

  private static final int VERSION = 1;

  private EncoderModelFile() {}

  static void write(ContrastiveGcn model, Path file) throws IOException {
    ModelFile.write(
        file,
        CONTRASTIVE,
        VERSION,
        out -> {
          writeOptions(model.options(), out);
          ModelFile.writeTimelessReport(model.report(), out);
          ModelFile.writeGraph(model.graph(), out);
          ModelFile.writeFloats(model.rawVectors(), out);
          ModelFile.writeFloats(model.passedOn(), out);
          ModelFile.writeProvenance(model.provenance(), out);
        });
  }

  static ContrastiveGcn readContrastive(Path file, Kernels kernels) throws IOException {
    try (DataInputStream in =
        ModelFile.open(file, CONTRASTIVE, VERSION, "LightGCN model of another loss")) {
      ContrastiveGcn.Options options = readOptions(in);
      TrainingReport report = ModelFile.readReport(in);
      InteractionGraph graph = ModelFile.readGraph(in);
      float[] vectors = ModelFile.readFloats(in);
      float[] passedOn = ModelFile.readFloats(in);
      int width = options.dimensions();
      checkLength(vectors, (long) graph.users().size() + graph.items().size(), width);
      checkLength(passedOn, graph.items().size(), width);
      return new ContrastiveGcn(
          graph,
          options,
          VectorScores.of(graph, vectors, width, false, kernels),
          passedOn,
          report,
          ModelFile.readProvenance(in));
    } catch (EOFException | IllegalArgumentException e) {
      throw new DataFormatException(
          file.toString(), 0, 0, "is no LightGCN model of another loss: " + e.getMessage(), e);
    }
  }

  static void write(Gcn model, Path file) throws IOException {
    ModelFile.write(
        file,
        WEIGHTED,
        VERSION,
        out -> {
          writeOptions(model.options(), out);
          ModelFile.writeTimelessReport(model.report(), out);
          TypedInteractions interactions = model.interactions();
          out.writeInt(interactions.names().size());
          for (String name : interactions.names()) {
            ModelFile.writeText(name, out);
            ModelFile.writeGraph(interactions.relation(name), out);
          }
          Checkpoint.writeArrays(model.learned().parameters(), out);
          ModelFile.writeFloats(model.learned().text(), out);
          out.writeInt(model.learned().textWidth());
          ModelFile.writeFloats(model.rawVectors(), out);
          ModelFile.writeProvenance(model.provenance(), out);
        });
  }

  static Gcn readGcn(Path file, Kernels kernels) throws IOException {
    try (DataInputStream in = ModelFile.open(file, WEIGHTED, VERSION, "GCN model")) {
      Gcn.Options options = readGcnOptions(in);
      TrainingReport report = ModelFile.readReport(in);
      ImmutableMap.Builder<String, InteractionGraph> kinds = ImmutableMap.builder();
      for (int left = in.readInt(); left > 0; left--) {
        kinds.put(ModelFile.readText(in), ModelFile.readGraph(in));
      }
      TypedInteractions interactions = TypedInteractions.of(kinds.buildOrThrow());
      List<float[]> parameters = Checkpoint.readArrays(in);
      float[] text = ModelFile.readFloats(in);
      int textWidth = in.readInt();
      float[] vectors = ModelFile.readFloats(in);
      InteractionGraph target = interactions.target();
      int items = target.items().size();
      FloatMatrix texts = textWidth == 0 ? null : FloatMatrix.copyOf(items, textWidth, text);
      long nodes = (long) target.users().size() + items;
      Preconditions.checkArgument(!parameters.isEmpty(), "no parameters");
      checkLength(parameters.get(0), nodes, options.dimensions());
      ConvolutionEncoder encoder =
          ConvolutionEncoder.of(
              Gcn.adjacencies(interactions, target),
              target.users().size(),
              texts,
              options,
              parameters.get(0),
              Seed.of(0),
              kernels);
      copy(parameters, encoder.parameters());
      checkLength(vectors, nodes, encoder.width());
      return new Gcn(
          interactions,
          options,
          VectorScores.of(target, vectors, encoder.width(), false, kernels),
          encoder,
          report,
          ModelFile.readProvenance(in));
    } catch (EOFException | IllegalArgumentException e) {
      throw new DataFormatException(file.toString(), 0, 0, "is no GCN model: " + e.getMessage(), e);
    }
  }

  private static void copy(List<float[]> from, List<float[]> to) {
    Preconditions.checkArgument(
        from.size() == to.size(), "%s parameters, not %s", from.size(), to.size());
    for (int p = 0; p < to.size(); p++) {
      checkLength(from.get(p), to.get(p).length, 1);
      System.arraycopy(from.get(p), 0, to.get(p), 0, to.get(p).length);
    }
  }

  private static void checkLength(float[] values, long rows, int width) {
    Preconditions.checkArgument(
        values.length == rows * width, "%s values for %s x %s", values.length, rows, width);
  }

  private static void writeOptions(ContrastiveGcn.Options options, DataOutputStream out)
      throws IOException {
    out.writeInt(options.layers());
    out.writeInt(options.dimensions());
    writeLoss(options.loss(), out);
    out.writeDouble(options.l2());
    out.writeBoolean(options.countsStart());
    ModelFile.writeText(options.normalization().name(), out);
    out.writeDouble(options.exposure().power());
    out.writeDouble(options.exposure().cap());
    out.writeDouble(options.noise());
    out.writeDouble(options.contrast());
    out.writeDouble(options.contrastTemperature());
    out.writeInt(options.contrastLayer());
  }

  private static ContrastiveGcn.Options readOptions(DataInputStream in) throws IOException {
    return new ContrastiveGcn.Options(
        in.readInt(),
        in.readInt(),
        readLoss(in),
        in.readDouble(),
        in.readBoolean(),
        Normalization.valueOf(ModelFile.readText(in)),
        new Exposure(in.readDouble(), in.readDouble()),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readInt());
  }

  private static void writeOptions(Gcn.Options options, DataOutputStream out) throws IOException {
    out.writeInt(options.layers());
    out.writeInt(options.dimensions());
    writeLoss(options.loss(), out);
    out.writeDouble(options.l2());
    out.writeDouble(options.dropout());
    out.writeBoolean(options.concatenates());
  }

  private static Gcn.Options readGcnOptions(DataInputStream in) throws IOException {
    return new Gcn.Options(
        in.readInt(),
        in.readInt(),
        readLoss(in),
        in.readDouble(),
        in.readDouble(),
        in.readBoolean());
  }

  private static void writeLoss(RankingLoss loss, DataOutputStream out) throws IOException {
    if (loss instanceof RankingLoss.SampledSoftmax softmax) {
      ModelFile.writeText("softmax", out);
      out.writeDouble(softmax.temperature());
      out.writeInt(softmax.shared());
      out.writeBoolean(softmax.corrected());
    } else if (loss instanceof RankingLoss.DirectAu direct) {
      ModelFile.writeText("directau", out);
      out.writeDouble(direct.uniformity());
    } else {
      ModelFile.writeText("bpr", out);
    }
  }

  private static RankingLoss readLoss(DataInputStream in) throws IOException {
    String name = ModelFile.readText(in);
    return switch (name) {
      case "softmax" ->
          new RankingLoss.SampledSoftmax(in.readDouble(), in.readInt(), in.readBoolean());
      case "directau" -> RankingLoss.directAu(in.readDouble());
      case "bpr" -> RankingLoss.bpr();
      default -> throw new IllegalArgumentException("no loss '" + name + "'");
    };
  }
}
