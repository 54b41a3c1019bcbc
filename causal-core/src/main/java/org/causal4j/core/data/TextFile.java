package org.causal4j.core.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.causal4j.core.DataFormatException;

/**
 * Opens text files, plain or gzip (told by content), without a byte-order mark, decoded strictly.
 */
final class TextFile {
  private static final int BUFFER = 1 << 16;

  private TextFile() {}

  static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? file.toString() : name.toString();
  }

  static Reader open(Path file, Charset charset) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      PushbackInputStream raw = new PushbackInputStream(new BufferedInputStream(bytes, BUFFER), 4);
      InputStream content = raw;
      byte[] head = peek(raw, 2);
      if (head.length == 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
        content = new GZIPInputStream(raw, BUFFER);
      }
      PushbackInputStream marked = new PushbackInputStream(content, 4);
      Charset actual = skipMark(marked, charset);
      return new InputStreamReader(
          marked,
          actual
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT));
    } catch (IOException | RuntimeException e) {
      bytes.close();
      if (e instanceof IOException io) {
        throw asFormatProblem(file, charset, 0, io);
      }
      throw e;
    }
  }

  /** A byte-order mark decides over the charset that was asked for. */
  private static Charset skipMark(PushbackInputStream in, Charset asked) throws IOException {
    byte[] head = peek(in, 3);
    if (head.length == 3
        && (head[0] & 0xff) == 0xef
        && (head[1] & 0xff) == 0xbb
        && (head[2] & 0xff) == 0xbf) {
      in.skipNBytes(3);
      return StandardCharsets.UTF_8;
    }
    if (head.length >= 2 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
      in.skipNBytes(2);
      return StandardCharsets.UTF_16LE;
    }
    if (head.length >= 2 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
      in.skipNBytes(2);
      return StandardCharsets.UTF_16BE;
    }
    return asked;
  }

  private static byte[] peek(PushbackInputStream in, int count) throws IOException {
    byte[] head = new byte[count];
    int read = in.readNBytes(head, 0, count);
    in.unread(head, 0, read);
    return Arrays.copyOf(head, read);
  }

  /**
   * What a failed read means.
   *
   * @param line the last line that was read whole
   */
  static IOException asFormatProblem(Path file, Charset charset, long line, IOException problem) {
    String where = line == 0 ? "at its start" : "after line " + line;
    if (problem instanceof CharacterCodingException) {
      throw new DataFormatException(
          name(file),
          line + 1,
          0,
          "is not " + charset + " text from here on; name its charset, as GBK or ISO-8859-1",
          problem);
    }
    if (problem instanceof EOFException || problem instanceof ZipException) {
      throw new DataFormatException(
          name(file), line, 0, "the gzip data is cut short or damaged " + where, problem);
    }
    return problem;
  }
}
