package org.causal4j.core.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;

/** Takes the fields of the current record from the parser, without an object a field. */
final class DelimitedRow extends AbstractBaseCsvCallbackHandler<DelimitedRow> {
  private final RowText cells = new RowText();
  private int fields;
  private long line;

  @Override
  protected void handleBegin(long startingLineNumber) {
    cells.clear();
    fields = 0;
    line = startingLineNumber;
  }

  @Override
  protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
    cells.put(index, text, offset, length);
    fields = index + 1;
  }

  @Override
  protected void handleEmpty() {
    fields = 0;
  }

  @Override
  protected DelimitedRow buildRecord() {
    return this;
  }

  RowText cells() {
    return cells;
  }

  int fields() {
    return fields;
  }

  /** 1-based line on which the record starts. */
  long line() {
    return line;
  }

  String text(int field) {
    return cells.text(field);
  }
}
