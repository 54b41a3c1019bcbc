package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.causal4j.core.DataFormatException;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.CausalQuery;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identified;
import org.causal4j.graph.identify.Identifier;
import org.causal4j.graph.identify.Remedies;
import org.causal4j.graph.identify.Remedy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether an effect can be told from data under a graph, and how; or many such questions. */
@Command(
    name = "identify",
    description =
        "whether a graph lets data tell an effect: the formula and its derivation, or why not",
    footer = {
      "",
      "Several variables are separated by commas; an option may also be repeated.",
      "  identify --graph \"z -> {x y}; x -> y\" --do x --on y",
      "  identify --cases cases.json"
    })
@SuppressWarnings("UnusedVariable") // picocli and Failures read the flags
final class IdentifyCommand implements Callable<Integer> {
  /** The form of the answer. */
  enum Format {
    TEXT,
    LATEX,
    JSON
  }

  @Option(
      names = "--graph",
      paramLabel = "TEXT",
      description = "arrow chains: \"z -> {x y}; x -> y; x <-> y\"")
  private @Nullable String graph;

  @Option(names = "--do", paramLabel = "NAMES", description = "what is set")
  private List<String> treatments = List.of();

  @Option(names = "--on", paramLabel = "NAMES", description = "what is looked at")
  private List<String> outcomes = List.of();

  @Option(
      names = "--given",
      paramLabel = "NAMES",
      description = "among the units with which values")
  private List<String> conditions = List.of();

  @Option(
      names = "--cases",
      paramLabel = "FILE",
      description = "JSON with an array \"cases\"; one line of JSON is printed for each")
  private @Nullable Path cases;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text, latex or json (default: ${DEFAULT-VALUE})")
  private Format format = Format.TEXT;

  @Option(names = "--verbose", description = "print the stack trace of a failure")
  private boolean verbose;

  @Option(names = "--help", usageHelp = true, description = "show this help and exit")
  private boolean help;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CommandLine line = spec.commandLine();
    if (cases != null) {
      if (graph != null || !treatments.isEmpty() || !outcomes.isEmpty() || !conditions.isEmpty()) {
        throw new ParameterException(line, "--cases: stands alone, without --graph, --do, --on");
      }
      return all(cases, line.getOut(), line.getErr());
    }
    if (graph == null || treatments.isEmpty() || outcomes.isEmpty()) {
      throw new ParameterException(line, "--graph, --do and --on are needed, or --cases");
    }
    CausalGraph parsed = CausalGraph.parse(graph);
    CausalQuery query =
        new CausalQuery(
            names(parsed, treatments), names(parsed, outcomes), names(parsed, conditions));
    long start = System.nanoTime();
    Identification answer = Identifier.identify(parsed, query);
    answer(parsed, answer, (System.nanoTime() - start) / 1e6, line.getOut());
    return 0;
  }

  /** A name with a comma is taken as one where the graph has it. */
  private static List<String> names(CausalGraph graph, List<String> values) {
    List<String> names = new ArrayList<>();
    for (String value : values) {
      if (graph.hasNode(value)) {
        names.add(value);
      } else {
        for (String part : value.split(",", -1)) {
          names.add(part.strip());
        }
      }
    }
    return names;
  }

  private void answer(CausalGraph parsed, Identification answer, double millis, PrintWriter out) {
    switch (format) {
      case JSON -> {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("query", answer.query().toString());
        IdentificationJson.put(json, parsed, answer);
        json.put("millis", millis);
        out.println(json);
      }
      case LATEX -> out.println(latex(answer));
      case TEXT -> out.println(text(parsed, answer));
    }
    out.flush();
  }

  private static String text(CausalGraph graph, Identification answer) {
    return answer.fold(
        yes -> {
          StringBuilder out = new StringBuilder();
          out.append(yes.query()).append(" = ").append(yes.estimand()).append("\n\n");
          yes.warnings().forEach(warning -> out.append("Warning: ").append(warning).append('\n'));
          out.append("Because\n");
          yes.derivation().steps().forEach(step -> out.append("  ").append(step).append('\n'));
          out.append("Assuming\n");
          yes.assumptions().forEach(a -> out.append("  ").append(a).append('\n'));
          return out.toString().stripTrailing();
        },
        no ->
            no
                + "\n\nThe search\n  "
                + String.join("\n  ", no.trace())
                + "\n\n"
                + text(no.remedies(graph)));
  }

  private static String text(Remedies remedies) {
    StringBuilder out = new StringBuilder("It would be identifiable with any of\n");
    for (Remedy remedy : remedies.all()) {
      out.append("  ").append(remedy);
      out.append(": ").append(remedy.answer().estimand()).append('\n');
    }
    if (remedies.all().isEmpty()) {
      int largest = Remedies.Options.defaults().largest();
      out.setLength(0);
      out.append("No ").append(largest).append(" measurements or experiments would be enough\n");
    }
    if (!remedies.exhaustive()) {
      out.append("There may be more: not all was tried\n");
    }
    return out.toString().stripTrailing();
  }

  private static String latex(Identification answer) {
    if (answer instanceof Identified yes) {
      return "\\begin{align*}\n"
          + yes.derivation().toLatex()
          + " \\\\\n"
          + yes.derivation().question().toLatex()
          + " &= "
          + yes.estimand().toLatex()
          + "\n\\end{align*}";
    }
    return answer.<String>fold(yes -> "", no -> "% " + no);
  }

  private static int all(Path file, PrintWriter out, PrintWriter err) throws IOException {
    JsonNode root;
    try (JsonParser parser = new ObjectMapper().createParser(Files.newBufferedReader(file))) {
      root = parser.readValueAsTree();
    } catch (JsonParseException e) {
      throw new DataFormatException(
          file.toString(),
          e.getLocation().getLineNr(),
          e.getLocation().getColumnNr(),
          e.getOriginalMessage());
    }
    JsonNode list = root == null ? null : root.isArray() ? root : root.get("cases");
    if (list == null || !list.isArray()) {
      throw new IllegalArgumentException("--cases: " + file + " has no array \"cases\"");
    }
    int bad = 0;
    for (JsonNode one : list) {
      ObjectNode json = IdentificationCase.answer(one);
      if (json.has("error")) {
        bad++;
        err.println("causal4j: case " + json.get("name") + ": " + json.get("error").asText());
      }
      out.println(json);
    }
    out.flush();
    return bad == 0 ? 0 : Failures.BAD_INPUT;
  }
}
