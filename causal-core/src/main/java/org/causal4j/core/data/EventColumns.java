package org.causal4j.core.data;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** The columns of a log, all of one length, sorted by time. */
final class EventColumns {
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

  String fingerprint(EventLog log) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (int row = 0; row < size(); row++) {
      BehaviorEvent event = log.event(row);
      putText(hasher, event.user());
      putText(hasher, event.item());
      putText(hasher, event.action());
      putText(hasher, event.session());
      hasher.putLong(time[row]).putDouble(quantity[row]).putDouble(price[row]);
    }
    return hasher.hash().toString();
  }

  private static void putText(Hasher hasher, String text) {
    hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
  }
}
