package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The file formats of {@link NetworkFormats}. */
public enum NetworkFormat {
  /** Bayesian network interchange format, as the bnlearn repository and JavaBayes write it. */
  BIF(ImmutableList.of(".bif"), ImmutableList.of("network", "variable", "//", "/*")),
  /** The XML form of it, version 0.3. */
  XMLBIF(ImmutableList.of(".xml", ".xmlbif", ".bifxml"), ImmutableList.of("<")),
  /** The format of the UAI inference competitions: numbers only, no names. */
  UAI(ImmutableList.of(".uai"), ImmutableList.of("BAYES", "MARKOV"));

  private static final int LOOKED_AT = 4096;

  private final ImmutableList<String> endings;
  private final ImmutableList<String> openings;

  NetworkFormat(ImmutableList<String> endings, ImmutableList<String> openings) {
    this.endings = endings;
    this.openings = openings;
  }

  /** By a file's name in lower case; null where it has another ending. */
  static @Nullable NetworkFormat ofName(String name) {
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    for (NetworkFormat format : values()) {
      if (format.endings.stream().anyMatch(plain::endsWith)) {
        return format;
      }
    }
    return null;
  }

  /** By the first word of a text; null where it is none that a format starts with. */
  static @Nullable NetworkFormat ofText(SourceText source) {
    int length = Math.min(LOOKED_AT, source.length() - source.start());
    String head =
        new String(source.bytes(), source.start(), length, StandardCharsets.UTF_8).stripLeading();
    for (NetworkFormat format : values()) {
      if (format.openings.stream().anyMatch(head::startsWith)) {
        return format;
      }
    }
    return null;
  }
}
