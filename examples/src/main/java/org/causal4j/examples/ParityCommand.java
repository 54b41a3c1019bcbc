package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Preconditions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Published effects beside this library's; exit code 1 where one that must agree does not. */
@Command(
    name = "parity",
    description = "published effects beside this library's, from the published data")
final class ParityCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private OutputOptions output;

  @Option(
      names = "--data",
      required = true,
      description = "folder that holds nhefs, iv, panel, lalonde and hillstrom")
  private Path folder;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Preconditions.checkArgument(Files.isDirectory(folder), "--data: %s is no folder", folder);
    List<ParityRow> rows = ParityTable.of(folder);
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      out.println(json(rows));
    } else {
      rows.forEach(row -> out.println(text(row)));
      out.printf(
          "%d rows: %d of %d that must hold do, %d without data%n",
          rows.size(),
          rows.stream().filter(r -> r.required() && r.within().orElse(false)).count(),
          rows.stream().filter(ParityRow::required).count(),
          rows.stream().filter(ParityRow::absent).count());
    }
    out.flush();
    return rows.stream().anyMatch(ParityRow::broken) ? Failures.FAULT : 0;
  }

  private static String text(ParityRow row) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-43s", row.name()));
    line.append(String.format("%12s", row.published().map(ParityCommand::digits).orElse("")));
    String tolerance = row.published().isPresent() ? "± " + digits(row.tolerance()) : "";
    line.append(String.format(" %-8s", tolerance));
    line.append(String.format("%12s", row.ours().map(ParityCommand::digits).orElse("absent")));
    line.append(
        String.format(
            " %-24s",
            row.interval()
                .map(i -> "[" + digits(i.low()) + ", " + digits(i.high()) + "]")
                .orElse("")));
    line.append(String.format(" %-4s", row.within().map(w -> w ? "yes" : "no").orElse("")));
    line.append(row.required() ? " must hold" : "          ");
    String more = row.source();
    if (!row.note().isEmpty()) {
      more += (more.isEmpty() ? "" : "; ") + row.note();
    }
    return (line + "  " + more).stripTrailing();
  }

  /** Five digits, two decimals where more stand before them, one digit of what is tiny. */
  private static String digits(double value) {
    if (Math.abs(value) >= 1000) {
      return String.format(Locale.ROOT, "%.2f", value);
    }
    if (value != 0 && Math.abs(value) < 1e-3) {
      return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-");
    }
    String text = String.format(Locale.ROOT, "%.5g", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  private static String json(List<ParityRow> rows) throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    ArrayNode list = json.putArray("rows");
    for (ParityRow row : rows) {
      ObjectNode node = list.addObject();
      node.put("name", row.name());
      node.put("published", row.published().orElse(null));
      node.put("source", row.source());
      node.put("tolerance", row.published().map(p -> row.tolerance()).orElse(null));
      node.put("toleranceIs", row.toleranceIs());
      node.put("required", row.required());
      node.put("value", row.ours().orElse(null));
      Optional<ArrayNode> interval =
          row.interval().map(i -> MAPPER.createArrayNode().add(i.low()).add(i.high()));
      node.set("interval", interval.isPresent() ? interval.get() : MAPPER.nullNode());
      node.put("within", row.within().orElse(null));
      node.put("absent", row.absent());
      node.put("note", row.note());
    }
    json.put("holds", rows.stream().noneMatch(ParityRow::broken));
    json.put("absent", rows.stream().filter(ParityRow::absent).count());
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }
}
