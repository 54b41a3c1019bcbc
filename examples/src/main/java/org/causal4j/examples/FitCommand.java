package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.data.TableFormat;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.EmFit;
import org.causal4j.graph.bayes.ExpectationMaximization;
import org.causal4j.graph.bayes.FitOptions;
import org.causal4j.graph.bayes.NetworkScore;
import org.jspecify.annotations.Nullable;
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
      names = "--em",
      description = "count missing cells as they are expected to be; without it they are an error")
  private boolean em;

  @Option(
      names = "--latent",
      paramLabel = "U=2,V=3",
      description = "nodes that no column holds, and how many states each has; asks for --em")
  private @Nullable List<String> latent;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      defaultValue = "8",
      description = "runs of EM from different starts (default: ${DEFAULT-VALUE})")
  private int restarts;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "seed of the starts (default: ${DEFAULT-VALUE})")
  private long seed;

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
    Map<String, Integer> hidden = hidden();
    CausalGraph parsed = graph(hidden.keySet());
    String[] columns =
        parsed.nodes().stream().filter(node -> !parsed.isLatent(node)).toArray(String[]::new);
    Table table = Table.readCsv(data, TableFormat.defaults().withDiscrete(columns));
    ProgressListener progress = output.progress(spec.commandLine());
    FitOptions options = prior == 0 ? FitOptions.mle() : FitOptions.dirichlet(prior);
    long start = System.nanoTime();
    BayesianNetwork network;
    EmFit fit = null;
    if (em || latent != null) {
      fit = EmFit.of(parsed, table, options.withMissing(expectationMaximization(hidden)), progress);
      network = fit.network();
    } else {
      network = BayesianNetwork.fit(parsed, table, options, progress);
    }
    long nanos = System.nanoTime() - start;
    network.write(out);
    NetworkScore score =
        fit == null
            ? NetworkScore.of(network, table)
            : new NetworkScore(table.rows(), fit.best().logLikelihood(), network.freeParameters());
    PrintWriter writer = spec.commandLine().getOut();
    if (output.json()) {
      writer.println(json(network, score, fit, nanos));
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
      if (fit != null) {
        writer.println("EM: " + fit.best() + ", best of " + fit.runs().size() + " runs");
      }
    }
    writer.flush();
    return 0;
  }

  private Map<String, Integer> hidden() {
    Map<String, Integer> hidden = new LinkedHashMap<>();
    NamesOption.states("--latent", latent == null ? ImmutableList.of() : latent)
        .forEach(
            (node, states) -> {
              Integer number = Ints.tryParse(states);
              Preconditions.checkArgument(
                  number != null && number > 1,
                  "--latent: '%s' is no number of states from 2 up, for %s",
                  states,
                  node);
              hidden.put(node, number);
            });
    return hidden;
  }

  private ExpectationMaximization expectationMaximization(Map<String, Integer> hidden) {
    ExpectationMaximization method =
        ExpectationMaximization.defaults(Seed.of(seed)).withRestarts(restarts);
    for (Map.Entry<String, Integer> node : hidden.entrySet()) {
      method = method.withLatent(node.getKey(), node.getValue());
    }
    return method;
  }

  private CausalGraph graph(Iterable<String> hidden) throws IOException {
    CausalGraph parsed = CausalGraph.parse(isFile() ? Files.readString(Path.of(graph)) : graph);
    for (String node : hidden) {
      parsed = parsed.withLatent(node);
    }
    return parsed;
  }

  private boolean isFile() {
    try {
      return Files.isRegularFile(Path.of(graph));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private String json(BayesianNetwork network, NetworkScore score, @Nullable EmFit fit, long nanos)
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
    if (fit != null) {
      ObjectNode record = json.putObject("em");
      record.put("iterations", fit.best().iterations());
      record.put("converged", fit.converged());
      record.put("runs", fit.runs().size());
    }
    json.put("millis", Numbers.millis(nanos));
    json.put("out", out.toString());
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }
}
