package org.causal4j.examples;

import java.io.PrintWriter;
import org.causal4j.core.ProgressListener;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that every command shares. */
@SuppressWarnings("UnusedVariable") // picocli and Failures read the flags
final class OutputOptions {
  /** The form of what is printed on standard output. */
  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE})")
  private Format format;

  @Option(names = "--verbose", description = "print the stack trace of a failure")
  private boolean verbose;

  @Option(names = "--help", usageHelp = true, description = "show this help and exit")
  private boolean help;

  boolean json() {
    return format == Format.JSON;
  }

  /** Where text for people goes: standard output, or standard error beside JSON. */
  PrintWriter people(CommandLine line) {
    return json() ? line.getErr() : line.getOut();
  }

  /** A progress line on a terminal, silence elsewhere. */
  ProgressListener progress(CommandLine line) {
    return TerminalProgress.isTerminal()
        ? new TerminalProgress(line.getErr())
        : ProgressListener.NONE;
  }
}
