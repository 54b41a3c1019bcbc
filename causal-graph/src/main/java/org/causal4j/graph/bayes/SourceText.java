package org.causal4j.graph.bayes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.causal4j.core.DataFormatException;

/**
 * The bytes of a text, taken out of gzip where they start like it. A place is a byte offset; line
 * and column are counted only when they are asked for. For one thread.
 */
final class SourceText extends Source {
  /** Of what the Java machine may take, the text may be this part. */
  private static final int HEAP_SHARE = 4;

  private static final int BUFFER = 1 << 16;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final byte[] bytes;

  /** The place whose line was told last, and that line: places are mostly asked for in order. */
  private int toldPlace;

  private long toldLine = 1;

  SourceText(String name, byte[] bytes) {
    super(name);
    this.bytes = bytes;
  }

  static SourceText of(String name, String text) {
    return new SourceText(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text of a file. */
  static SourceText read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(String.valueOf(file.getFileName()), in, largest());
    }
  }

  private static long largest() {
    return Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /** The text of a stream, at most so many bytes of it. */
  static SourceText read(String name, InputStream in, long limit) throws IOException {
    byte[] magic = in.readNBytes(2);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(magic), in);
    ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER);
    boolean zipped = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    try {
      InputStream content = zipped ? new GZIPInputStream(whole, BUFFER) : whole;
      byte[] buffer = new byte[BUFFER];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        out.write(buffer, 0, n);
        if (out.size() > limit) {
          throw new DataFormatException(
              name,
              0,
              0,
              "holds more than "
                  + limit
                  + " bytes of text, a quarter of what this Java machine may take; raise -Xmx");
        }
      }
    } catch (EOFException | ZipException e) {
      SourceText before = new SourceText(name, out.toByteArray());
      throw before.error(before.length(), "the gzip data is cut short or damaged from here on", e);
    }
    return new SourceText(name, out.toByteArray());
  }

  /** The bytes themselves. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }

  /** Where the text starts: behind a byte-order mark. */
  int start() {
    for (int i = 0; i < MARK.length; i++) {
      if (i >= bytes.length || bytes[i] != MARK[i]) {
        return 0;
      }
    }
    return MARK.length;
  }

  @Override
  long line(long place) {
    if (place < toldPlace) {
      toldPlace = 0;
      toldLine = 1;
    }
    for (; toldPlace < place; toldPlace++) {
      toldLine += bytes[toldPlace] == '\n' ? 1 : 0;
    }
    return toldLine;
  }

  @Override
  int column(long place) {
    int at = (int) place;
    int lineStart = at;
    while (lineStart > start() && bytes[lineStart - 1] != '\n') {
      lineStart--;
    }
    return new String(bytes, lineStart, at - lineStart, StandardCharsets.UTF_8).length() + 1;
  }
}
