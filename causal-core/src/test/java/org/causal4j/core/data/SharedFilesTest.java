package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Test;

/** Counts are those that the data's own description states. */
class SharedFilesTest {
  @Test
  void onlineRetail_readAndCleaned_givesThePublishedCounts() throws IOException {
    Path file = SharedData.require("data/rec/online-retail/online_retail.csv.gz");
    EventSchema schema =
        EventSchema.of("CustomerID", "StockCode", "InvoiceDate")
            .withSession("InvoiceNo")
            .withQuantity("Quantity")
            .withPrice("UnitPrice");

    EventLogReading reading =
        EventLog.read(
            file, schema, ReadOptions.defaults().withMaxRejectedShare(0.3), ProgressListener.NONE);

    assertThat(reading.report().read()).isEqualTo(541_909);
    assertThat(reading.log().size()).isEqualTo(406_829);
    assertThat(reading.log().userCount()).isEqualTo(4_372);
    assertThat(reading.report().count("no user id")).isEqualTo(541_909 - 406_829);
    EventLog sold = Cleaning.defaults().withDuplicatesDropped(false).clean(reading.log()).log();
    EventLog paid = sold.where(row -> sold.price(row) > 0, "price above 0");
    assertThat(paid.size()).isEqualTo(397_884);
    assertThat(paid.userCount()).isEqualTo(4_338);
    assertThat(paid.itemCount()).isEqualTo(3_665);
  }

  @Test
  void quickstart_readAndSplit_dividesNoInvoice() throws IOException {
    EventLog log =
        EventLog.readCsv(
            SharedData.require("data/rec/online-retail/quickstart_events.csv.gz"),
            EventSchema.of("customer_id", "stock_code", "timestamp").withSession("invoice"));

    assertThat(log.size()).isEqualTo(138_024);
    assertThat(log.userCount()).isEqualTo(2_573);
    assertThat(log.itemCount()).isEqualTo(2_976);
    Split split = Split.byTime(log, 0.2);
    assertThat(split.dividedVisits()).isZero();
    assertThat((double) split.test().size() / log.size()).isCloseTo(0.2, within(0.01));
    assertThat(
            Catalog.readCsv(
                    SharedData.require("data/rec/online-retail/quickstart_items.csv.gz"),
                    "stock_code",
                    "description")
                .size())
        .isEqualTo(2_976);
  }

  @Test
  void openBandit_offsetsWithMicroseconds_areRead() throws IOException {
    EventLog log =
        EventLog.readCsv(
            SharedData.require("data/rec/obd/random/women/women.csv.gz"),
            EventSchema.of("user_feature_0", "item_id", "timestamp"));

    assertThat(log.size()).isEqualTo(10_000);
    assertThat(log.itemCount()).isEqualTo(46);
    assertThat(log.firstTime()).isAfter(Instant.parse("2019-11-23T00:00:00Z"));
  }

  @Test
  void movieLens_tabsInAFileOfAnotherName_areRead() throws IOException {
    EventLog log =
        EventLog.readCsv(
            SharedData.require("data/rec/ml-100k/ml-100k.inter"),
            EventSchema.of("user_id:token", "item_id:token", "timestamp:float"));

    assertThat(log.size()).isEqualTo(100_000);
    assertThat(log.userCount()).isEqualTo(943);
    assertThat(log.itemCount()).isEqualTo(1_682);
  }

  @Test
  void demographics_asATable_has801Households() throws IOException {
    Table table = Table.readCsv(SharedData.require("data/rec/complete-journey/demographics.csv"));

    assertThat(table.rows()).isEqualTo(801);
  }
}
