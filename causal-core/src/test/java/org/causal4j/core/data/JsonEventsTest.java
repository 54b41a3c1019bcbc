package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonEventsTest {
  private static final EventSchema OTTO =
      EventSchema.of("session", "aid", "type", "ts").withSession("session");

  @TempDir Path folder;

  private Path file(String... lines) {
    return TextFiles.write(folder, "log.jsonl", lines);
  }

  @Test
  void readJsonLines_sessionsOfEvents_inheritTheSession() throws IOException {
    EventLog log =
        EventLog.readJsonLines(
            file(
                "{\"session\":7,\"events\":[{\"aid\":1,\"ts\":1659304800025,\"type\":\"clicks\"},"
                    + "{\"aid\":2,\"ts\":1659304800026,\"type\":\"orders\"}]}",
                "",
                "{\"events\":[{\"aid\":1,\"ts\":1659304800027,\"type\":\"carts\"}],\"session\":8}"),
            OTTO);

    assertThat(log.userIds()).containsExactly("7", "8");
    assertThat(log.itemIds()).containsExactly("1", "2");
    assertThat(log.actions()).containsExactly("clicks", "orders", "carts");
    assertThat(log.firstTime()).isEqualTo(Instant.ofEpochMilli(1659304800025L));
    assertThat(log.event(2).session()).isEqualTo("8");
  }

  @Test
  void readJsonLines_firstLineLongerThanTheHead_stillTellsHowTimesAreWritten() throws IOException {
    StringBuilder line = new StringBuilder("{\"session\":1,\"events\":[");
    for (int i = 0; i < 3000; i++) {
      line.append(i == 0 ? "" : ",");
      line.append("{\"aid\":").append(i).append(",\"ts\":").append(1659304800000L + i);
      line.append(",\"type\":\"clicks\"}");
    }
    EventLog log = EventLog.readJsonLines(file(line.append("]}").toString()), OTTO);

    assertThat(log.size()).isEqualTo(3000);
    assertThat(log.lastTime()).isEqualTo(Instant.ofEpochMilli(1659304802999L));
  }

  @Test
  void readJsonLines_flatEventsWithOtherFields_areRead() throws IOException {
    EventLog log =
        EventLog.readJsonLines(
            file(
                "{\"u\":\"a\",\"i\":\"x\",\"t\":\"2011-09-01T00:00Z\",\"n\":2,\"p\":1.5,"
                    + "\"tags\":[\"new\"],\"empty\":[],\"meta\":{\"u\":\"no\"},\"none\":null}"),
            EventSchema.of("u", "i", "t").withQuantity("n").withPrice("p"));

    assertThat(log.event(0))
        .isEqualTo(
            new BehaviorEvent("a", "x", "buy", Instant.parse("2011-09-01T00:00:00Z"), "", 2, 1.5));
  }

  @Test
  void readingJsonLines_brokenLine_isCountedWithItsPlace() throws IOException {
    String[] lines = new String[21];
    Arrays.fill(lines, "{\"session\":1,\"aid\":1,\"type\":\"a\",\"ts\":1659304800025}");
    lines[4] = "{\"session\":1,\"aid\":";
    lines[9] = "{\"session\":1,\"aid\":null,\"type\":\"a\",\"ts\":1659304800025}";
    lines[14] = "{\"session\":1,\"events\":[]}";

    EventLogReading reading =
        EventLog.read(file(lines), OTTO, ReadOptions.defaults(), ProgressListener.NONE);

    assertThat(reading.log().size()).isEqualTo(18);
    assertThat(reading.report().read()).isEqualTo(20);
    assertThat(reading.report().count("no JSON object")).isEqualTo(1);
    assertThat(reading.report().count("no item id")).isEqualTo(1);
    assertThat(reading.report().count("session without events")).isEqualTo(1);
    assertThat(reading.report().toString()).contains("log.jsonl:5:").contains("log.jsonl:10 'aid'");
  }

  @Test
  void readJsonLines_noJsonAtAll_namesTheFirstLine() {
    assertThatThrownBy(() -> EventLog.readJsonLines(file("user,item,time", "u,i,0"), OTTO))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("log.jsonl:1:")
        .hasMessageContaining("2 of 2 rows");
    assertThatThrownBy(() -> EventLog.readJsonLines(file("[1]"), OTTO))
        .hasMessageContaining("an object was expected on each line");
    assertThatThrownBy(() -> EventLog.readJsonLines(file(" "), OTTO))
        .hasMessage("log.jsonl: is empty");
  }

  // Counted with a JSON library of another language: 862 events, 800 clicks, 52 carts, 10 orders.
  @Test
  void readJsonLines_ottoSample_holdsEveryEvent() throws IOException {
    EventLog log =
        EventLog.readJsonLines(SharedData.require("data/rec/otto/sessions_sample.jsonl"), OTTO);

    assertThat(log.size()).isEqualTo(862);
    assertThat(log.userCount()).isEqualTo(20).isEqualTo(log.sessionCount());
    assertThat(log.only("clicks").size()).isEqualTo(800);
    assertThat(log.only("carts").size()).isEqualTo(52);
    assertThat(log.only("orders").size()).isEqualTo(10);
  }
}
