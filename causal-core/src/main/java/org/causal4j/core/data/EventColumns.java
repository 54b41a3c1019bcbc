package org.causal4j.core.data;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The columns of a log, all of one length, sorted by time. An empty array stands for a column that
 * says nothing: no session, no quantity, no price.
 */
final class EventColumns {
  private static final int CHUNK_ROWS = 1024;
  private static final int ROW_BYTES = 4 * Integer.BYTES + Long.BYTES + 2 * Double.BYTES;

  final int[] user;
  final int[] item;
  final int[] action;
  final int[] session;
  final long[] time;
  final double[] quantity;
  final double[] price;

  EventColumns(
      int[] user,
      int[] item,
      int[] action,
      int[] session,
      long[] time,
      double[] quantity,
      double[] price) {
    this.user = user;
    this.item = item;
    this.action = action;
    this.session = session;
    this.time = time;
    this.quantity = quantity;
    this.price = price;
  }

  int size() {
    return user.length;
  }

  int session(int row) {
    return session.length == 0 ? -1 : session[row];
  }

  double quantity(int row) {
    return quantity.length == 0 ? Double.NaN : quantity[row];
  }

  double price(int row) {
    return price.length == 0 ? Double.NaN : price[row];
  }

  /** Chosen rows, with the numbers that they have here. */
  EventColumns rows(int[] rows) {
    return new EventColumns(
        chosen(user, rows),
        chosen(item, rows),
        chosen(action, rows),
        session.length == 0 ? session : chosen(session, rows),
        chosen(time, rows),
        quantity.length == 0 ? quantity : chosen(quantity, rows),
        price.length == 0 ? price : chosen(price, rows));
  }

  private static int[] chosen(int[] column, int[] rows) {
    int[] chosen = new int[rows.length];
    Arrays.setAll(chosen, i -> column[rows[i]]);
    return chosen;
  }

  private static long[] chosen(long[] column, int[] rows) {
    long[] chosen = new long[rows.length];
    Arrays.setAll(chosen, i -> column[rows[i]]);
    return chosen;
  }

  private static double[] chosen(double[] column, int[] rows) {
    double[] chosen = new double[rows.length];
    Arrays.setAll(chosen, i -> column[rows[i]]);
    return chosen;
  }

  /**
   * SHA-256 over the rows, in which a text stands by its place among the texts of its column in
   * order of first occurrence: so it does not depend on how this log numbers them.
   */
  String fingerprint(List<Dictionary> dictionaries) {
    Hasher hasher = Hashing.sha256().newHasher();
    Hasher texts = Hashing.sha256().newHasher();
    int[][] ranks = new int[dictionaries.size()][];
    int[] used = new int[ranks.length];
    int[][] coded = {user, item, action, session};
    for (int c = 0; c < ranks.length; c++) {
      ranks[c] = new int[dictionaries.get(c).size()];
    }
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_ROWS * ROW_BYTES);
    for (int row = 0; row < size(); row++) {
      for (int c = 0; c < ranks.length; c++) {
        int number = coded[c].length == 0 ? -1 : coded[c][row];
        if (number >= 0 && ranks[c][number] == 0) {
          ranks[c][number] = ++used[c];
          String text = dictionaries.get(c).text(number);
          texts.putInt(c).putInt(text.length()).putString(text, StandardCharsets.UTF_8);
        }
        chunk.putInt(number < 0 ? 0 : ranks[c][number]);
      }
      chunk
          .putLong(time[row])
          .putLong(Double.doubleToLongBits(quantity(row)))
          .putLong(Double.doubleToLongBits(price(row)));
      if (!chunk.hasRemaining()) {
        hasher.putBytes(chunk.flip());
        chunk.clear();
      }
    }
    hasher.putBytes(chunk.flip());
    return hasher.putBytes(texts.hash().asBytes()).hash().toString();
  }
}
