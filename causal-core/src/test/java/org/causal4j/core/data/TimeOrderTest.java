package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TimeOrderTest {
  @Provide
  Arbitrary<List<Long>> times() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(-5, 5).list().ofMaxSize(50),
        Arbitraries.longs().list().ofMaxSize(50),
        Arbitraries.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE).list().ofMaxSize(20));
  }

  @Property(tries = 500, seed = "12")
  void of_anyTimes_isTheirStableOrder(@ForAll("times") List<Long> times) {
    long[] time = times.stream().mapToLong(Long::longValue).toArray();
    int[] expected =
        IntStream.range(0, time.length)
            .boxed()
            .sorted(Comparator.comparingLong(row -> time[row]))
            .mapToInt(Integer::intValue)
            .toArray();

    assertThat(TimeOrder.of(time, time.length)).isEqualTo(expected);
    assertThat(TimeOrder.merged(time, time.length)).isEqualTo(expected);
  }
}
