package org.causal4j.core;

import com.google.common.base.Preconditions;

/**
 * A file that can't be read as what it should be. The message starts with {@code
 * file:line:column:}, as compilers print it; line and column are 1-based, and 0 where the whole
 * file is meant.
 */
public final class DataFormatException extends CausalException {
  private static final long serialVersionUID = 1L;

  private final String source;
  private final long line;
  private final int column;

  /**
   * @param source the file name, or a name for the stream
   * @param line 1-based line, 0 for the file as a whole
   * @param column 1-based column: of the field for delimited files, of the character elsewhere; 0
   *     for the whole line
   * @param problem what is wrong and what would be right
   */
  public DataFormatException(String source, long line, int column, String problem) {
    super(prefix(source, line, column) + problem);
    this.source = source;
    this.line = line;
    this.column = column;
  }

  /** The same, with what led to it. */
  public DataFormatException(
      String source, long line, int column, String problem, Throwable cause) {
    super(prefix(source, line, column) + problem, cause);
    this.source = source;
    this.line = line;
    this.column = column;
  }

  /** The file name, or the name of the stream. */
  public String source() {
    return source;
  }

  /** 1-based line, 0 where the whole file is meant. */
  public long line() {
    return line;
  }

  /** 1-based column, 0 where the whole line or file is meant. */
  public int column() {
    return column;
  }

  private static String prefix(String source, long line, int column) {
    Preconditions.checkArgument(line >= 0, "line: %s is below 0", line);
    Preconditions.checkArgument(column >= 0, "column: %s is below 0", column);
    if (line == 0) {
      return source + ": ";
    }
    return column == 0 ? source + ":" + line + ": " : source + ":" + line + ":" + column + ": ";
  }
}
