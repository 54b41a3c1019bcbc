package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Preconditions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.causal4j.core.data.Table;
import org.causal4j.core.data.TableFormat;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.FitOptions;
import org.causal4j.graph.bayes.NetworkScore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Estimates the tables of a network from data, for a graph that is given. */
@Command(
    name = "fit",
    description = "estimates a Bayesian network's tables from data (CSV or TSV, plain or gz)")
final class FitCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "DATA", description = "a row a case, a column a variable")
  private Path data;

  @Option(
      names = "--graph",
      required = true,
      paramLabel = "TEXT|FILE",
      description = "the graph, as \"a -> {b c}; b -> d\", or a file that holds it")
  private String graph;

  @Option(
      names = "--prior",
      defaultValue = "1",
      description =
          "pseudo-count of each state in each row of a table; 0 for plain relative frequencies"
              + " (default: ${DEFAULT-VALUE})")
  private double prior;

  @Option(
      names = "--out",
      required = true,
      description = "file of the network: .bif, .xml, .xmlbif or .uai, with .gz for compression")
  private Path out;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Preconditions.checkArgument(
        prior >= 0 && Double.isFinite(prior), "--prior: %s is not a number from 0 up", prior);
    CausalGraph parsed = graph();
    String[] nodes = parsed.nodes().toArray(new String[0]);
    Table table = Table.readCsv(data, TableFormat.defaults().withDiscrete(nodes));
    long start = System.nanoTime();
    FitOptions options = prior == 0 ? FitOptions.mle() : FitOptions.dirichlet(prior);
    BayesianNetwork network =
        BayesianNetwork.fit(parsed, table, options, output.progress(spec.commandLine()));
    long nanos = System.nanoTime() - start;
    network.write(out);
    NetworkScore score = NetworkScore.of(network, table);
    PrintWriter writer = spec.commandLine().getOut();
    if (output.json()) {
      writer.println(json(network, score, nanos));
    } else {
      writer.println(network);
      writer.printf(
          Locale.ROOT,
          "%d rows of %s, fitted in %.1f ms%nln L = %s, BIC = %s (ln L - k/2 ln n)%nwritten: %s%n",
          score.rows(),
          data.getFileName(),
          nanos / 1e6,
          Numbers.exact(score.logLikelihood()),
          Numbers.exact(score.bic()),
          out);
    }
    writer.flush();
    return 0;
  }

  private CausalGraph graph() throws IOException {
    try {
      Path file = Path.of(graph);
      if (Files.isRegularFile(file)) {
        return CausalGraph.parse(Files.readString(file));
      }
    } catch (InvalidPathException e) {
      return CausalGraph.parse(graph); // no name that a file could have
    }
    return CausalGraph.parse(graph);
  }

  private String json(BayesianNetwork network, NetworkScore score, long nanos)
      throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    List<String> variables = network.variables();
    ArrayNode nodes = json.putArray("nodes");
    variables.forEach(nodes::add);
    ObjectNode parents = json.putObject("parents");
    for (String variable : variables) {
      ArrayNode list = parents.putArray(variable);
      network.cpd(variable).parents().forEach(list::add);
    }
    json.put("rows", score.rows());
    json.put("freeParameters", score.freeParameters());
    json.put("logLikelihood", Numbers.exact(score.logLikelihood()));
    json.put("bic", Numbers.exact(score.bic()));
    json.put("millis", Numbers.millis(nanos));
    json.put("out", out.toString());
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }
}
