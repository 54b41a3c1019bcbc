package org.causal4j.recommend.interaction;

import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.causal4j.core.DataFormatException;
import org.jspecify.annotations.Nullable;

/** The pairs of one file, in the order of the file; {@link InteractionSplit} says which files. */
final class PairFile {
  private static final int GZIP_MAGIC = 0x8b1f;
  private static final Pattern SPACES = Pattern.compile("[ \t]+");
  private static final Pattern NEGATIVE = Pattern.compile("-[0-9]+");
  private static final Pattern TYPED_NAME = Pattern.compile("[A-Za-z_]\\w*:[a-z_]+");

  /** A time from this on is in milliseconds; in seconds it would be the year 5138. */
  private static final double LEAST_MILLIS = 1e11;

  private final Path path;
  private final Map<String, Integer> users = new HashMap<>();
  private final Map<String, Integer> items = new HashMap<>();
  private final List<String> userIds = new ArrayList<>();
  private final List<String> itemIds = new ArrayList<>();
  private final ImmutableIntArray.Builder user = ImmutableIntArray.builder();
  private final ImmutableIntArray.Builder item = ImmutableIntArray.builder();
  private final ImmutableIntArray.Builder weightBits = ImmutableIntArray.builder();
  private final ImmutableLongArray.Builder time = ImmutableLongArray.builder();
  private int fields;
  private int pairs;
  private int usersWithoutItems;

  private PairFile(Path path) {
    this.path = path;
  }

  /** What was read: numbers count within the file, in the order of first appearance. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the package
  record Pairs(
      Path path,
      List<String> userIds,
      List<String> itemIds,
      int[] user,
      int[] item,
      float[] weight,
      long @Nullable [] time,
      int usersWithoutItems) {}

  static Pairs read(Path path) throws IOException {
    PairFile file = new PairFile(path);
    long number = 0;
    try (BufferedReader reader = reader(path)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
        if (!text.isBlank()) {
          file.line(text, number);
        }
      }
    } catch (CharacterCodingException e) {
      throw new DataFormatException(path.toString(), number + 1, 0, "is not UTF-8", e);
    }
    if (file.pairs == 0) {
      throw new DataFormatException(path.toString(), 0, 0, "has no pair of a user and an item");
    }
    return file.pairs();
  }

  private static BufferedReader reader(Path path) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    try {
      in.mark(2);
      int magic = in.read() | in.read() << 8;
      in.reset();
      InputStream plain = magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
      // A decoder of its own: the one that a charset stands for replaces what it can't read.
      return new BufferedReader(
          new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private void line(String text, long number) {
    boolean first = fields == 0;
    if (first) {
      fields = text.indexOf('\t') >= 0 ? fieldsOf(text, number) : 1;
    }
    if (fields == 1) {
      list(text, number);
    } else if (!(first && isHeader(text))) {
      pair(text, number);
    }
  }

  private int fieldsOf(String text, long number) {
    int count = text.split("\t", -1).length;
    if (count > 4) {
      throw new DataFormatException(
          path.toString(), number, 5, "there are " + count + " fields, and 2 to 4 are known");
    }
    return count;
  }

  /** As RecBole writes it: a name and a type between tabs. */
  private static boolean isHeader(String text) {
    return Arrays.stream(text.split("\t", -1)).allMatch(f -> TYPED_NAME.matcher(f).matches());
  }

  private void list(String text, long number) {
    if (text.indexOf('\t') >= 0) {
      throw new DataFormatException(
          path.toString(), number, 0, "has a tab, but the first line separates items by spaces");
    }
    String[] parts = SPACES.split(text.strip(), -1);
    int owner = number(users, userIds, parts[0], "user", number, 1);
    if (parts.length == 1) {
      usersWithoutItems++;
    }
    for (int i = 1; i < parts.length; i++) {
      add(owner, number(items, itemIds, parts[i], "item", number, i + 1), 1, 0);
    }
  }

  private void pair(String text, long number) {
    String[] parts = text.split("\t", -1);
    if (parts.length != fields) {
      throw new DataFormatException(
          path.toString(),
          number,
          Math.min(parts.length, fields) + (parts.length > fields ? 1 : 0),
          "there are " + parts.length + " fields, but " + fields + " in the first line");
    }
    int owner = number(users, userIds, parts[0].strip(), "user", number, 1);
    int taken = number(items, itemIds, parts[1].strip(), "item", number, 2);
    float weight = 1;
    if (fields >= 3) {
      weight = (float) numeric(parts[2], "weight", number, 3);
      if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
        throw new DataFormatException(
            path.toString(),
            number,
            3,
            "weight '" + parts[2] + "' is not above 0 and finite in single precision");
      }
    }
    long millis = 0;
    if (fields == 4) {
      double moment = numeric(parts[3], "time", number, 4);
      if (!(moment >= 0 && moment < Long.MAX_VALUE)) {
        throw new DataFormatException(
            path.toString(), number, 4, "time '" + parts[3] + "' is not a number from 0 up");
      }
      millis = Math.round(moment < LEAST_MILLIS ? moment * 1000 : moment);
    }
    add(owner, taken, weight, millis);
  }

  private void add(int owner, int taken, float weight, long millis) {
    if (pairs == Integer.MAX_VALUE - 8) {
      throw new DataFormatException(path.toString(), 0, 0, "has more than " + pairs + " pairs");
    }
    user.add(owner);
    item.add(taken);
    if (fields >= 3) {
      weightBits.add(Float.floatToRawIntBits(weight));
    }
    if (fields == 4) {
      time.add(millis);
    }
    pairs++;
  }

  private int number(
      Map<String, Integer> numbers,
      List<String> ids,
      String id,
      String what,
      long line,
      int column) {
    Integer known = numbers.get(id);
    if (known != null) {
      return known;
    }
    if (id.isEmpty()) {
      throw new DataFormatException(path.toString(), line, column, "the " + what + " is empty");
    }
    if (NEGATIVE.matcher(id).matches()) {
      throw new DataFormatException(
          path.toString(), line, column, what + " '" + id + "' is a negative number");
    }
    numbers.put(id, ids.size());
    ids.add(id);
    return ids.size() - 1;
  }

  private double numeric(String text, String what, long line, int column) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new DataFormatException(
          path.toString(), line, column, what + " '" + text + "' is no number", e);
    }
  }

  private Pairs pairs() {
    float[] weights = new float[pairs];
    Arrays.fill(weights, 1);
    if (fields >= 3) {
      int[] bits = weightBits.build().toArray();
      for (int i = 0; i < pairs; i++) {
        weights[i] = Float.intBitsToFloat(bits[i]);
      }
    }
    return new Pairs(
        path,
        userIds,
        itemIds,
        user.build().toArray(),
        item.build().toArray(),
        weights,
        fields == 4 ? time.build().toArray() : null,
        usersWithoutItems);
  }
}
