package org.causal4j.core.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** Looks at the header of a delimited file without reading the rest. */
public final class Headers {
  private Headers() {}

  /**
   * The names of the columns.
   *
   * @throws org.causal4j.core.DataFormatException if the file is empty or names a column twice
   */
  public static ImmutableList<String> of(Path file, Charset charset) throws IOException {
    try (DelimitedFile table = DelimitedFile.open(file, charset)) {
      return table.header();
    }
  }
}
