package org.causal4j.report;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoPageTest {

  @ParameterizedTest
  @EnumSource(Language.class)
  void writeTo_everyPart_isThere(Language language) throws IOException {
    Path file = Path.of("target", "demo-" + language.tag() + ".html");
    new DemoPage(language).report().writeTo(file);
  }
}
