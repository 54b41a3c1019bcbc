package org.causal4j.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.causal4j.graph.GraphDocument;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What to adjust for, read off a graph. */
@Command(
    name = "adjust",
    description = "adjustment, front-door and instrument sets of a causal graph")
final class AdjustCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private OutputOptions output;

  @Option(
      names = "--graph",
      paramLabel = "TEXT",
      description = "the graph, as \"z -> {x y}; x -> y\", or dag { … }, cpdag { … }, pag { … }")
  private @Nullable String graph;

  @Option(names = "--do", paramLabel = "X", split = ",", description = "treatment, or several")
  private List<String> treatments = List.of();

  @Option(names = "--on", paramLabel = "Y", split = ",", description = "outcome, or several")
  private List<String> outcomes = List.of();

  @Option(
      names = "--limit",
      defaultValue = "1000",
      description = "at most so many sets of a kind (default: ${DEFAULT-VALUE})")
  private int limit;

  @Option(
      names = "--cases",
      paramLabel = "FILE",
      description = "a file of cases; one JSON line is printed for each")
  private @Nullable Path cases;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (cases != null) {
      return AdjustCases.run(cases, limit, out);
    }
    if (graph == null) {
      throw new ParameterException(
          spec.commandLine(), "give --graph with --do and --on, or --cases");
    }
    GraphDocument document = GraphDocument.parse(graph);
    List<String> x = asked("--do", treatments, document.exposures());
    List<String> y = asked("--on", outcomes, document.outcomes());
    AdjustAnswers answers =
        document.isMarked()
            ? AdjustAnswers.of(document.marked(), x, y, limit)
            : AdjustAnswers.of(document.graph(), x, y, limit);
    if (output.json()) {
      ObjectNode json = MAPPER.createObjectNode();
      answers.writeTo(json);
      out.println(MAPPER.writeValueAsString(json));
    } else {
      out.print(answers.text());
    }
    out.flush();
    return 0;
  }

  /** What the option says, else what the graph marks. */
  private List<String> asked(String option, List<String> given, Set<String> marked) {
    List<String> names = given.isEmpty() ? List.copyOf(marked) : given;
    if (names.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), option + " is missing, and the graph marks no node for it");
    }
    return names;
  }
}
