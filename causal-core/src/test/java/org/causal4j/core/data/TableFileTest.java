package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.causal4j.core.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
  @TempDir Path folder;

  private Path file(String... lines) {
    return TextFiles.write(folder, "t.csv", lines);
  }

  @Test
  void readCsv_kindsFoundOut_numbersAreContinuous() throws IOException {
    Table table = Table.readCsv(file("id,city,age,none", "a,Rome,30,", "b,,NA,", "c, Oslo ,2.5,"));

    assertThat(table.discrete("id").states()).containsExactly("a", "b", "c");
    assertThat(table.discrete("city").codes()).containsExactly(1, -1, 0);
    assertThat(table.continuous("age").values()).containsExactly(30, Double.NaN, 2.5);
    assertThat(table.discrete("none").missing()).isEqualTo(3);
  }

  @Test
  void readCsv_kindsStated_areTaken() throws IOException {
    Path file = file("zip,grade,x", "01,low,1", "02,high,?");
    Table table =
        Table.readCsv(
            file,
            TableFormat.defaults()
                .withDiscrete("zip")
                .withStates("grade", "low", "mid", "high")
                .withContinuous("x")
                .withMissing("?"));

    assertThat(table.discrete("zip").states()).containsExactly("01", "02");
    assertThat(table.discrete("grade").states()).containsExactly("low", "mid", "high");
    assertThat(table.discrete("grade").codes()).containsExactly(0, 2);
    assertThat(table.continuous("x").values()).containsExactly(1, Double.NaN);
  }

  @Test
  void readCsv_badCell_namesLineAndColumn() {
    assertThatThrownBy(
            () ->
                Table.readCsv(
                    file("a,x", "1,2", "1,two"), TableFormat.defaults().withContinuous("x")))
        .isInstanceOf(DataFormatException.class)
        .hasMessage("t.csv:3:2: 'two' in column 'x' is no number");
    assertThatThrownBy(
            () ->
                Table.readCsv(
                    file("a,x", "1,2", "1,3"), TableFormat.defaults().withStates("x", "2")))
        .hasMessage("t.csv:3:2: '3' in column 'x' is none of its states, [2]");
    assertThatThrownBy(() -> Table.readCsv(file("a,x", "1,2", "1")))
        .hasMessage("t.csv:3:1: 1 fields, where there are 2 columns");
    assertThatThrownBy(() -> Table.readCsv(file("a,x")))
        .hasMessage("t.csv: has a header but no rows");
    assertThatThrownBy(() -> Table.readCsv(file("a,", "1,2")))
        .hasMessage("t.csv:1:2: the column has no name");
    assertThatThrownBy(
            () ->
                Table.readCsv(file("alpha,x", "1,2"), TableFormat.defaults().withDiscrete("alhpa")))
        .hasMessageContaining("did you mean 'alpha'?");
  }

  @Test
  void readCsv_gbk_isRead() throws IOException {
    Path file = TextFiles.write(folder, "t.csv", "城市\n北京\n", Charset.forName("GBK"));

    assertThat(
            Table.readCsv(file, TableFormat.defaults().withCharset(Charset.forName("GBK")))
                .discrete("城市")
                .states())
        .containsExactly("北京");
  }

  @Test
  void writeCsv_quotesMissingAndNumbers_asText() throws IOException {
    Table table =
        Table.of(
            Column.Discrete.of("say \"it\"", Arrays.asList("a,b", null)),
            Column.Continuous.of("x", 0.1, 3));
    Path csv = folder.resolve("t.csv");
    table.writeCsv(csv);
    Path tsv = folder.resolve("t.tsv");
    table.writeCsv(tsv);

    assertThat(Files.readString(csv)).isEqualTo("\"say \"\"it\"\"\",x\n\"a,b\",0.1\n,3\n");
    assertThat(Files.readString(tsv)).isEqualTo("\"say \"\"it\"\"\"\tx\na,b\t0.1\n\t3\n");
  }

  @Test
  void writeCsv_gz_isCompressedAndReadBack() throws IOException {
    Table table = Table.of(Column.Continuous.of("x", 1, Double.NaN, 3));
    Path file = folder.resolve("t.csv.gz");
    table.writeCsv(file);

    assertThat(Files.readAllBytes(file)).startsWith(0x1f, 0x8b);
    assertThat(Table.readCsv(file, TableFormat.of(table))).isEqualTo(table);
  }

  @Provide
  Arbitrary<Table> tables() {
    Arbitrary<List<String>> states =
        Arbitraries.of("1", "NA", "a,b", "\"", "x y", "é", "行\n二", ";", "\t;x")
            .list()
            .uniqueElements()
            .ofMinSize(1)
            .map(list -> list.stream().map(String::strip).toList());
    return states.flatMap(
        names ->
            Arbitraries.integers()
                .between(-1, names.size() - 1)
                .array(int[].class)
                .ofSize(12)
                .flatMap(
                    codes ->
                        Arbitraries.oneOf(
                                Arbitraries.doubles(),
                                Arbitraries.of(Double.NaN, -0.0, 1e300, 5e-324, 123456789.0))
                            .array(double[].class)
                            .ofSize(12)
                            .map(
                                numbers ->
                                    Table.of(
                                        Column.Discrete.ofCodes("a", names, codes),
                                        Column.Continuous.of("b", plus(numbers))))));
  }

  /** Without -0, which is written as 0. */
  private static double[] plus(double[] numbers) {
    return Arrays.stream(numbers).map(x -> x == 0 ? 0.0 : x).toArray();
  }

  @Property(tries = 200, seed = "23")
  void writeCsv_anyTable_isReadBackByItsFormat(@ForAll("tables") Table table) throws IOException {
    Path file = Files.createTempFile("table", ".csv");
    try {
      table.writeCsv(file);
      assertThat(Table.readCsv(file, TableFormat.of(table))).isEqualTo(table);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void tableFormat_statesOfAContinuousColumn_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableFormat.defaults().withStates("x", "a").withContinuous("x"))
        .withMessage("column 'x': has states but is not discrete");
  }

  @Test
  void catalog_readCsv_joinsTextsAndKeepsOrder() throws IOException {
    Path file = file("id,brand,name", "b, Acme ,pen", "a,,ink", "b,Acme,pen");
    Catalog catalog = Catalog.readCsv(file, "id", List.of("brand", "name"), StandardCharsets.UTF_8);

    assertThat(catalog.ids()).containsExactly("b", "a");
    assertThat(catalog.texts()).containsExactly("Acme pen", "ink");
    assertThat(catalog.text("zz")).isEmpty();
    assertThat(catalog.label("zz")).isEqualTo("zz");
    assertThat(Catalog.readCsv(file, "id", "brand").label("a")).isEqualTo("a");
    assertThat(catalog).hasToString("Catalog of 2 items");
    assertThat(catalog.provenance().settings()).containsEntry("file", "t.csv");
  }

  @Test
  void catalog_badFile_isRefusedWithItsPlace() {
    assertThatThrownBy(() -> Catalog.readCsv(file("id,name", "a,pen", "a,ink"), "id", "name"))
        .hasMessage("t.csv:3:1: item 'a' stands twice, as 'pen' and as 'ink'");
    assertThatThrownBy(() -> Catalog.readCsv(file("id,name", ",pen"), "id", "name"))
        .hasMessage("t.csv:2:1: 'id' is empty");
    assertThatThrownBy(() -> Catalog.readCsv(file("id,name"), "id", "name"))
        .hasMessage("t.csv: has a header but no items");
    assertThatThrownBy(() -> Catalog.readCsv(file("id,name", "a,b,c"), "id", "name"))
        .hasMessage("t.csv:2:3: 3 fields, where there are 2 columns");
    assertThatThrownBy(() -> Catalog.readCsv(file("id,name", "a,b"), "id", "text"))
        .hasMessage("t.csv:1: has no column 'text'; its columns are [id, name]");
  }
}
