package org.causal4j.examples;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import org.causal4j.core.ProgressListener;

/**
 * One line on a terminal that is written over as the work goes on. A stage shows once it has taken
 * a second.
 */
final class TerminalProgress implements ProgressListener {
  private static final long QUIET_NANOS = 1_000_000_000L;
  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintWriter out;
  private String stage = "";
  private long started;
  private long drawn;
  private int width;

  TerminalProgress(PrintWriter out) {
    this.out = out;
  }

  /** Whether a person watches. From Java 22 on a console may stand for a pipe, and says so. */
  @SuppressWarnings("SystemConsoleNull") // what it returns from 22 on is handled
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  @Override
  public synchronized void onProgress(String current, long done, long total) {
    long now = System.nanoTime();
    if (!current.equals(stage)) {
      clear();
      stage = current;
      started = now;
    }
    boolean finished = total >= 0 && done >= total;
    if (finished) {
      clear();
      return;
    }
    if (now - started < QUIET_NANOS || now - drawn < REDRAW_NANOS) {
      return;
    }
    drawn = now;
    String text =
        total > 0
            ? String.format("%s  %d of %d (%d %%)", stage, done, total, 100 * done / total)
            : String.format("%s  %d", stage, done);
    out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
    out.flush();
    width = text.length();
  }

  private void clear() {
    if (width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      out.flush();
      width = 0;
    }
  }
}
