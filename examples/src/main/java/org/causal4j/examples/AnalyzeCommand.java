package org.causal4j.examples;

import com.google.common.base.Preconditions;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Catalog;
import org.causal4j.core.data.EventSchema;
import org.causal4j.recommend.CausalPipeline;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The walk of the quickstart on the user's own files. */
@Command(
    name = "analyze",
    description =
        "the whole walk on your own events and items (CSV, TSV or JSON Lines; plain or gz)")
final class AnalyzeCommand implements Callable<Integer> {
  private static final Set<String> PARTS =
      Set.of(
          "user", "item", "time", "action", "session", "quantity", "price", "item-id", "item-text");
  private static final double CJK_SHARE = 0.3;

  @Mixin private OutputOptions output;

  @Mixin private AnalysisOptions options;

  @Option(names = "--events", required = true, description = "file of events")
  private Path events;

  @Option(names = "--items", required = true, description = "file of items, with id and text")
  private Path items;

  @Option(
      names = "--schema",
      split = ",",
      description =
          "columns, as user=U,item=I,time=T[,action=A][,session=S][,quantity=Q][,price=P]"
              + "[,item-id=I][,item-text=D]; by default user,item,time, and action, session,"
              + " quantity and price where there are such columns; of the items the columns"
              + " item (or the first) and text (or the second)")
  private @Nullable List<String> schema;

  @Option(
      names = "--zone",
      defaultValue = "UTC",
      description = "zone of local times (default: ${DEFAULT-VALUE})")
  private String zone;

  @Option(
      names = "--charset",
      defaultValue = "UTF-8",
      description = "encoding of the files, as GBK (default: ${DEFAULT-VALUE})")
  private String charset;

  @Option(
      names = "--out",
      defaultValue = "causal4j-report",
      description = "folder of the report (default: ${DEFAULT-VALUE})")
  private Path out;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Map<String, String> columns = columns();
    Charset encoding = encoding();
    EventSchema eventSchema = new SchemaGuess(events, columns, encoding, zone()).schema();
    List<String> itemColumns = SchemaGuess.itemColumns(items, columns, eventSchema, encoding);
    Catalog catalog = Catalog.readCsv(items, itemColumns.get(0), itemColumns.get(1), encoding);
    CausalPipeline.Builder pipeline =
        CausalPipeline.builder()
            .events(events, eventSchema)
            .items(catalog)
            .seed(Seed.of(options.seed()));
    String encoder = isChinese(catalog) ? "bge-small-zh-v1.5" : "all-minilm-l6-v2";
    return new AnalysisRunner(spec.commandLine(), output, options)
        .run(pipeline, encoder, events.getFileName().toString(), out);
  }

  private Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String part : schema == null ? List.<String>of() : schema) {
      int at = part.indexOf('=');
      Preconditions.checkArgument(at > 0, "--schema: '%s' is not of the form part=column", part);
      String name = part.substring(0, at).strip();
      Preconditions.checkArgument(
          PARTS.contains(name),
          "--schema: no part '%s'; known are %s",
          name,
          PARTS.stream().sorted().toList());
      columns.put(name, part.substring(at + 1).strip());
    }
    return columns;
  }

  private ZoneId zone() {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--zone: no zone '" + zone + "'; write it as Europe/London or +08:00", e);
    }
  }

  private Charset encoding() {
    try {
      return charset.equals("UTF-8") ? StandardCharsets.UTF_8 : Charset.forName(charset);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "--charset: no charset '" + charset + "'; write it as UTF-8 or GBK", e);
    }
  }

  private static boolean isChinese(Catalog catalog) {
    long all = 0;
    long han = 0;
    for (String text : catalog.texts()) {
      all += text.codePoints().filter(Character::isLetter).count();
      han +=
          text.codePoints()
              .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
              .count();
    }
    return han > CJK_SHARE * all;
  }
}
