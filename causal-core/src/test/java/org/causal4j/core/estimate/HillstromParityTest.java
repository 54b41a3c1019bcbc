package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.junit.jupiter.api.Test;

/** 64,000 customers, randomized to two e-mails or none; published effects on visits. */
class HillstromParityTest {
  @Test
  void difference_ofEachEmail_isThePublishedOne() throws IOException {
    Table table = Reference.read("hillstrom/hillstrom.csv.gz");
    assertThat(effect(table, "Mens E-Mail")).isCloseTo(.0766, within(5e-5));
    assertThat(effect(table, "Womens E-Mail")).isCloseTo(.0452, within(5e-5));
  }

  private static double effect(Table table, String email) {
    Column segment = table.column("segment");
    Table two =
        table.where(i -> segment.text(i).equals(email) || segment.text(i).equals("No E-Mail"));
    return Estimators.differenceInMeans()
        .estimate(
            Design.randomized("segment", "visit"),
            two,
            Contrast.of("segment", "No E-Mail", email),
            Seed.of(1))
        .estimate();
  }
}
