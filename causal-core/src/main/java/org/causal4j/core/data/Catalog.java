package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.causal4j.core.Provenance;

/**
 * What is known of the items: an id and a text each, in the order in which they were given.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Catalog {
  private final ImmutableMap<String, String> textById;
  private final Provenance provenance;

  Catalog(ImmutableMap<String, String> textById, Provenance provenance) {
    this.textById = textById;
    this.provenance = provenance;
  }

  /** A catalog of these items. */
  public static Catalog of(Map<String, String> textById) {
    textById.keySet().forEach(id -> Preconditions.checkArgument(!id.isEmpty(), "id: is empty"));
    return new Catalog(
        ImmutableMap.copyOf(new LinkedHashMap<>(textById)),
        Provenance.of("catalog", ImmutableMap.of("items", Integer.toString(textById.size()))));
  }

  /** Number of items. */
  public int size() {
    return textById.size();
  }

  /** The ids, in order. */
  public ImmutableList<String> ids() {
    return textById.keySet().asList();
  }

  /** The texts, in the order of {@link #ids()}. */
  public ImmutableList<String> texts() {
    return textById.values().asList();
  }

  /** The text of an item; empty where the catalog has no such item. */
  public Optional<String> text(String id) {
    return Optional.ofNullable(textById.get(id));
  }

  /** The text of an item, or its id where the catalog has no text for it. */
  public String label(String id) {
    String text = textById.get(id);
    return text == null || text.isBlank() ? id : text;
  }

  /** Where the catalog comes from. */
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public String toString() {
    return "Catalog of " + size() + " items";
  }
}
