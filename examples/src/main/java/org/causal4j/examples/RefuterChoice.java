package org.causal4j.examples;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.core.refute.Refuter;
import org.causal4j.core.refute.Refuters;

/** The refuters that the command line knows. */
final class RefuterChoice {
  private static final ImmutableMap<String, Refuter> KNOWN = known();

  private RefuterChoice() {}

  private static ImmutableMap<String, Refuter> known() {
    ImmutableMap.Builder<String, Refuter> known = ImmutableMap.builder();
    for (Refuter refuter : Refuters.all()) {
      String name = refuter.name();
      int end = name.indexOf(" (");
      known.put((end < 0 ? name : name.substring(0, end)).replace(' ', '-'), refuter);
    }
    return known.buildOrThrow();
  }

  static List<Refuter> of(List<String> names) {
    List<Refuter> chosen = new ArrayList<>();
    for (String name : names) {
      if (name.equals("all")) {
        chosen.addAll(KNOWN.values());
        continue;
      }
      Refuter refuter = KNOWN.get(name);
      Preconditions.checkArgument(
          refuter != null,
          "--refute: no refuter '%s'; known are all, %s",
          name,
          String.join(", ", KNOWN.keySet()));
      chosen.add(refuter);
    }
    return chosen;
  }
}
