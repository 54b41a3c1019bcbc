package org.causal4j.graph.bayes;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes an XML text strictly, so that bytes which are no text are told with their place: the
 * parser would print a message of its own and know no place.
 */
final class XmlText {
  private static final Pattern DECLARATION =
      Pattern.compile("^<\\?xml[^>]*?encoding\\s*=\\s*[\"']([^\"'>]*)[\"']");

  private static final int LOOKED_AT = 256;
  private static final char MARK = '\uFEFF';

  private XmlText() {}

  static String decode(SourceText source) {
    Charset charset = charset(source);
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(source.bytes());
    CharBuffer out =
        CharBuffer.allocate((int) (in.remaining() * (double) decoder.maxCharsPerByte()) + 1);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw source.error(in.position(), "the bytes from here on are not written in " + charset);
    }
    decoder.flush(out);
    String text = out.flip().toString();
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  /** As a byte-order mark or the declaration says, UTF-8 by default. */
  private static Charset charset(SourceText source) {
    byte[] bytes = source.bytes();
    if (bytes.length >= 2
        && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFE + 0xFF
        && (bytes[0] == (byte) 0xFE || bytes[0] == (byte) 0xFF)) {
      return StandardCharsets.UTF_16;
    }
    int length = Math.min(LOOKED_AT, bytes.length - source.start());
    String head = new String(bytes, source.start(), length, StandardCharsets.ISO_8859_1);
    Matcher matcher = DECLARATION.matcher(head);
    if (!matcher.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(matcher.group(1));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw source.error(
          source.start() + (long) matcher.start(1),
          "there is no encoding '" + matcher.group(1) + "'",
          e);
    }
  }
}
