package org.causal4j.examples;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line: {@code java -jar causal4j.jar <command>}. Exit code 0 for an answer, 2 for bad
 * input with one line that says what is wrong, 1 for a fault of the library itself.
 */
@Command(
    name = "causal4j",
    description = "Did it cause it, and what should we show next?",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      QuickstartCommand.class,
      AnalyzeCommand.class,
      ArticleCommand.class,
      EstimateCommand.class,
      UpliftCommand.class,
      CateCommand.class,
      QueryCommand.class,
      FitCommand.class,
      AdjustCommand.class,
      IdentifyCommand.class,
      ParityCommand.class,
      TrainCommand.class
    })
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(
        run(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments));
  }

  /** Runs a command with its output to the writers given, and returns the exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(new Failures());
    line.setExecutionExceptionHandler(new Failures());
    return line.execute(arguments);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing; known: " + names());
  }

  private String names() {
    return String.join(", ", spec.subcommands().keySet());
  }

  /** The version in the manifest of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"causal4j " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
