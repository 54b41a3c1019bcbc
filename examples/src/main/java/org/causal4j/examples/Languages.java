package org.causal4j.examples;

import com.google.common.base.Preconditions;
import org.causal4j.report.Language;

/** The languages of the output. */
final class Languages {
  private Languages() {}

  static Language of(String tag) {
    Preconditions.checkArgument(
        tag.equals("en") || tag.equals("zh"), "--lang: '%s' is neither en nor zh", tag);
    return tag.equals("zh") ? Language.ZH : Language.EN;
  }
}
