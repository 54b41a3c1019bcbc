package org.causal4j.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.causal4j.core.CausalException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Turns what went wrong into one line and an exit code; a stack trace only with {@code --verbose}.
 */
final class Failures
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
  static final int BAD_INPUT = 2;
  static final int FAULT = 1;

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    return report(
        problem, problem.getCommandLine(), Arrays.asList(arguments).contains("--verbose"));
  }

  @Override
  public int handleExecutionException(
      Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
    boolean verbose =
        parsed.expandedArgs().contains("--verbose") || parsed.originalArgs().contains("--verbose");
    return report(problem, line, verbose);
  }

  private static int report(Exception problem, CommandLine line, boolean verbose) {
    PrintWriter err = line.getErr();
    boolean badInput = isBadInput(problem);
    err.println("causal4j: " + (badInput ? "" : "a fault of the library: ") + oneLine(problem));
    if (verbose) {
      problem.printStackTrace(err);
    } else if (!badInput) {
      err.println("Run again with --verbose for the stack trace.");
    }
    err.flush();
    return badInput ? BAD_INPUT : FAULT;
  }

  private static boolean isBadInput(Exception problem) {
    return problem instanceof ParameterException
        || problem instanceof CausalException
        || problem instanceof IllegalArgumentException
        || problem instanceof CancellationException
        || problem instanceof IOException;
  }

  private static String oneLine(Exception problem) {
    String message = problem.getMessage();
    if (problem instanceof NoSuchFileException) {
      return message + ": no such file";
    }
    if (problem instanceof AccessDeniedException) {
      return message + ": may not be read or written";
    }
    if (message == null || message.isBlank()) {
      return problem.getClass().getSimpleName();
    }
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
