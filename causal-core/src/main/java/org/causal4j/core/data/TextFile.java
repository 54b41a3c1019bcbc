package org.causal4j.core.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.causal4j.core.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file, plain or gzip (told by its first bytes), without a byte-order mark, decoded
 * strictly. What could be decoded is handed out before a failure is thrown, so that the line of the
 * failure is exact. Not safe to share between threads.
 */
final class TextFile extends Reader {
  private static final int BUFFER = 1 << 16;
  private static final int HEAD_LIMIT = 1 << 16;

  private final String name;
  private final InputStream content;
  private final Charset charset;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
  private final String head;
  private final String tail;
  private int headUsed;
  private int tailUsed;
  private boolean exhausted;
  private boolean decoded;
  private long newlines;
  private @Nullable String failure;
  private @Nullable IOException failureCause;

  private TextFile(String name, InputStream content, Charset charset, String tail)
      throws IOException {
    this.name = name;
    this.content = content;
    this.charset = charset;
    this.tail = tail;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.head = readHead();
  }

  static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? file.toString() : name.toString();
  }

  /** Opens a file. */
  static TextFile open(Path file, Charset charset) throws IOException {
    return open(file, charset, "");
  }

  /**
   * Opens a file, as if it went on with {@code tail} behind its end.
   *
   * @param charset how the file is encoded, unless it starts with a byte-order mark
   */
  static TextFile open(Path file, Charset charset, String tail) throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      PushbackInputStream plain = new PushbackInputStream(new BufferedInputStream(raw, BUFFER), 4);
      byte[] magic = peek(plain, 2);
      boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
      PushbackInputStream content =
          gzip ? new PushbackInputStream(new GZIPInputStream(plain, BUFFER), 4) : plain;
      return new TextFile(name(file), content, skipMark(content, charset), tail);
    } catch (EOFException | ZipException e) {
      raw.close();
      throw new DataFormatException(
          name(file), 0, 0, "the gzip data is cut short or damaged at its start", e);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** A byte-order mark decides over the charset that was asked for. */
  private static Charset skipMark(PushbackInputStream in, Charset asked) throws IOException {
    byte[] head = peek(in, 3);
    if (startsWith(head, 0xef, 0xbb, 0xbf)) {
      in.skipNBytes(3);
      return StandardCharsets.UTF_8;
    }
    if (startsWith(head, 0xff, 0xfe)) {
      in.skipNBytes(2);
      return StandardCharsets.UTF_16LE;
    }
    if (startsWith(head, 0xfe, 0xff)) {
      in.skipNBytes(2);
      return StandardCharsets.UTF_16BE;
    }
    return asked;
  }

  private static boolean startsWith(byte[] head, int... mark) {
    boolean starts = head.length >= mark.length;
    for (int i = 0; starts && i < mark.length; i++) {
      starts = (head[i] & 0xff) == mark[i];
    }
    return starts;
  }

  private static byte[] peek(PushbackInputStream in, int count) throws IOException {
    byte[] head = new byte[count];
    int read = in.readNBytes(head, 0, count);
    in.unread(head, 0, read);
    return Arrays.copyOf(head, read);
  }

  private String readHead() throws IOException {
    char[] chars = new char[HEAD_LIMIT];
    int used = 0;
    while (used < chars.length) {
      int more = decode(chars, used, chars.length - used);
      if (more <= 0) {
        break;
      }
      used += more;
    }
    return new String(chars, 0, used);
  }

  /** The file's name. */
  String name() {
    return name;
  }

  /** The first 65,536 characters, or all where there are fewer; they are still to be read. */
  String head() {
    return head;
  }

  /** Whether {@link #head()} is the whole text. */
  boolean headIsAll() {
    return exhausted && decoded;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read;
    if (headUsed < head.length()) {
      read = Math.min(length, head.length() - headUsed);
      head.getChars(headUsed, headUsed + read, target, offset);
      headUsed += read;
    } else {
      read = decode(target, offset, length);
      if (read < 0 && failure != null) {
        throw failureCause == null
            ? new DataFormatException(name, newlines + 1, 0, failure)
            : new DataFormatException(name, newlines + 1, 0, failure, failureCause);
      }
      if (read < 0 && tailUsed < tail.length()) {
        read = Math.min(length, tail.length() - tailUsed);
        tail.getChars(tailUsed, tailUsed + read, target, offset);
        tailUsed += read;
        return read;
      }
    }
    for (int i = offset; i < offset + read; i++) {
      if (target[i] == '\n') {
        newlines++;
      }
    }
    return read;
  }

  /** As many characters as one pass gives; -1 at the end or where {@link #failure} is set. */
  private int decode(char[] target, int offset, int length) throws IOException {
    if (decoded || failure != null) {
      return -1;
    }
    CharBuffer out = CharBuffer.wrap(target, offset, length);
    int start = out.position();
    while (true) {
      CoderResult result = decoder.decode(bytes, out, exhausted);
      if (result.isError()) {
        failure = "is no " + charset + " text here; name its charset, as GBK or ISO-8859-1";
      } else if (exhausted && result.isUnderflow()) {
        // What a stateful charset still holds is a few characters; there is room for them next
        // time.
        decoded = decoder.flush(out).isUnderflow();
      }
      int read = out.position() - start;
      if (read > 0) {
        return read;
      }
      if (decoded || failure != null) {
        return -1;
      }
      fill();
      if (failure != null) {
        return -1;
      }
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    try {
      int read = content.read(bytes.array(), bytes.position(), bytes.remaining());
      if (read < 0) {
        exhausted = true;
      } else {
        bytes.position(bytes.position() + read);
      }
    } catch (EOFException | ZipException e) {
      failure = "the gzip data is cut short or damaged from here on";
      failureCause = e;
    }
    bytes.flip();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
