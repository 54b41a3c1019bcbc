package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Column.Discrete CITY =
      Column.Discrete.of("city", Arrays.asList("Rome", "Oslo", null, "Rome"));
  private static final Column.Continuous SPEND =
      Column.Continuous.of("spend", 10, 2.5, 7, Double.NaN);
  private static final Table TABLE = Table.of(CITY, SPEND);

  @Test
  void discrete_texts_getStatesInNaturalOrder() {
    assertThat(CITY.states()).containsExactly("Oslo", "Rome");
    assertThat(CITY.codes()).containsExactly(1, 0, -1, 1);
    assertThat(CITY.text(0)).isEqualTo("Rome");
    assertThat(CITY.text(2)).isEmpty();
    assertThat(CITY.isMissing(2)).isTrue();
    assertThat(CITY.missing()).isEqualTo(1);
    assertThat(CITY.codeOf("Rome")).isEqualTo(1);
    assertThat(CITY).hasToString("city: 4 cells in [Oslo, Rome]");
  }

  @Test
  void discrete_unknownStateOrCode_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Column.Discrete.of("c", List.of("a"), List.of("b")))
        .withMessage("c: row 0 holds 'b', none of [a]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Column.Discrete.of("c", List.of("a", "a"), List.of()))
        .withMessage("states: 'a' is named twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Column.Discrete.ofCodes("c", List.of("a"), new int[] {1}))
        .withMessageContaining("code 1");
    assertThatIllegalArgumentException().isThrownBy(() -> CITY.codeOf("Paris"));
  }

  @Test
  void ofCodes_stateNamedTwice_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Column.Discrete.ofCodes("c", List.of("a", "a"), new int[] {1}))
        .withMessage("states: 'a' is named twice");
  }

  @Test
  void continuous_arraysChange_columnDoesNot() {
    double[] values = {1, 2};
    Column.Continuous column = Column.Continuous.of("x", values);
    values[0] = 9;
    column.values()[1] = 9;

    assertThat(column.values()).containsExactly(1, 2);
    assertThat(column.text(0)).isEqualTo("1");
    assertThat(SPEND.text(1)).isEqualTo("2.5");
    assertThat(SPEND.text(3)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Column.Continuous.of("x", Double.POSITIVE_INFINITY))
        .withMessage("x: row 0 is infinite");
  }

  @Test
  void of_lengthsOrNamesClash_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.of(SPEND, Column.Continuous.of("x", 1)))
        .withMessage("column 'x': has 1 rows, not 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.of(SPEND, SPEND))
        .withMessage("column 'spend': is named twice");
  }

  @Test
  void column_wrongNameOrKind_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TABLE.column("age"))
        .withMessage("column 'age': not among [city, spend]");
    assertThatIllegalArgumentException().isThrownBy(() -> TABLE.discrete("spend"));
    assertThatIllegalArgumentException().isThrownBy(() -> TABLE.continuous("city"));
    assertThat(TABLE.has("city")).isTrue();
    assertThat(TABLE.has("age")).isFalse();
  }

  @Test
  void rows_repeated_copyCellsAndMissing() {
    Table chosen = TABLE.rows(2, 0, 0);

    assertThat(chosen.discrete("city").codes()).containsExactly(-1, 1, 1);
    assertThat(chosen.continuous("spend").values()).containsExactly(7, 10, 10);
    assertThat(TABLE.where(row -> row > 1).rows()).isEqualTo(2);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> TABLE.rows(4));
  }

  @Test
  void with_select_renamed_keepOrder() {
    Table more = TABLE.with(Column.Continuous.of("age", 1, 2, 3, 4));

    assertThat(more.names()).containsExactly("city", "spend", "age");
    assertThat(more.with(Column.Continuous.of("spend", 0, 0, 0, 0)).names())
        .containsExactly("city", "spend", "age");
    assertThat(more.select("age", "city").names()).containsExactly("age", "city");
    assertThat(CITY.renamed("town").name()).isEqualTo("town");
    assertThat(SPEND.renamed("paid").values()).isEqualTo(SPEND.values());
  }

  @Test
  void equals_cells_decide() {
    assertThat(TABLE).isEqualTo(Table.of(CITY, Column.Continuous.of("spend", SPEND.values())));
    assertThat(TABLE).hasSameHashCodeAs(Table.of(CITY, SPEND));
    assertThat(TABLE).isNotEqualTo(Table.of(CITY));
    assertThat(CITY).isNotEqualTo(CITY.renamed("town"));
    assertThat(SPEND).isNotEqualTo(CITY);
  }

  @Test
  void toString_showsTheFirstRows() {
    assertThat(TABLE)
        .hasToString(
            """
            Table of 4 rows: city, spend
            Rome | 10
            Oslo | 2.5
            - | 7
            Rome | -""");
  }

  @Test
  void groupBy_states_aggregatesWithoutMissingCells() {
    Table groups =
        TABLE
            .with(Column.Discrete.of("buy", Arrays.asList("yes", "no", "yes", "no")))
            .groupBy("city")
            .aggregate(
                Aggregate.count("rows"),
                Aggregate.sum("spend"),
                Aggregate.mean("spend").as("average"),
                Aggregate.min("spend"),
                Aggregate.max("spend"),
                Aggregate.share("buy", "yes"));

    assertThat(groups)
        .hasToString(
            """
            Table of 3 rows: city, rows, sum of spend, average, min of spend, max of spend, share of buy=yes
            Rome | 2 | 10 | 10 | 10 | 10 | 0.5
            Oslo | 1 | 2.5 | 2.5 | 2.5 | 2.5 | 0
            - | 1 | 7 | 7 | 7 | 7 | 1""");
    assertThat(TABLE.groupBy("city")).hasToString("3 groups of 4 rows by [city]");
  }

  @Test
  void groupBy_numbersAndSeveralKeys_groupEqualCells() {
    Table table =
        Table.of(
            Column.Continuous.of("a", 0.0, -0.0, 1, Double.NaN, Double.NaN),
            Column.Discrete.of("b", List.of("x", "x", "x", "y", "y")),
            Column.Continuous.of("c", Double.NaN, Double.NaN, 3, 4, 5));
    Grouping grouping = table.groupBy("a", "b");

    assertThat(grouping.size()).isEqualTo(3);
    assertThat(grouping.groupOf(1)).isZero();
    assertThat(grouping.groupOf(4)).isEqualTo(2);
    assertThat(grouping.group(2).continuous("c").values()).containsExactly(4, 5);
    Table sums = grouping.aggregate(Aggregate.sum("c"), Aggregate.mean("c"), Aggregate.max("c"));
    assertThat(sums.continuous("sum of c").values()).containsExactly(0, 3, 9);
    assertThat(sums.continuous("mean of c").values()).containsExactly(Double.NaN, 3, 4.5);
    assertThat(sums.continuous("max of c").values()).containsExactly(Double.NaN, 3, 5);
    assertThatIllegalArgumentException().isThrownBy(() -> table.groupBy());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.groupBy("b").aggregate(Aggregate.sum("b")));
  }

  @Test
  void join_innerAndLeft_lookUpTheKey() {
    Table cities =
        Table.of(
            Column.Discrete.of("city", List.of("Rome", "Bonn")),
            Column.Discrete.of("land", List.of("it", "de")),
            Column.Continuous.of("size", 3, 0.3));

    assertThat(TABLE.join(cities, "city", JoinKind.INNER))
        .hasToString(
            """
            Table of 2 rows: city, spend, land, size
            Rome | 10 | it | 3
            Rome | - | it | 3""");
    assertThat(TABLE.join(cities, "city", JoinKind.LEFT))
        .hasToString(
            """
            Table of 4 rows: city, spend, land, size
            Rome | 10 | it | 3
            Oslo | 2.5 | - | -
            - | 7 | - | -
            Rome | - | it | 3""");
  }

  @Test
  void join_clash_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TABLE.join(TABLE.select("city"), "city", JoinKind.LEFT))
        .withMessage("key 'city': 'Rome' stands twice in the other table, in rows 0 and 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TABLE.join(TABLE.rows(0, 1), "city", JoinKind.LEFT))
        .withMessageContaining("column 'spend': is in both tables");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TABLE.join(Table.of(Column.Continuous.of("city", 1)), "city", JoinKind.LEFT))
        .withMessageContaining("discrete in one table");
  }

  @Test
  void sortBy_missingComesLastAndEqualRowsKeepTheirOrder() {
    Table numbered = TABLE.with(Column.Continuous.of("n", 0, 1, 2, 3));

    assertThat(numbered.sortBy("spend").continuous("n").values()).containsExactly(1, 2, 0, 3);
    assertThat(numbered.sortBy("city").continuous("n").values()).containsExactly(1, 0, 3, 2);
    assertThat(numbered.sortBy("city", "spend").continuous("n").values())
        .containsExactly(1, 0, 3, 2);
    assertThatIllegalArgumentException().isThrownBy(() -> TABLE.sortBy());
  }

  @Test
  void discretize_column_takesItsPlace() {
    Table table = TABLE.discretize("spend", CutPoints.at(5, 10).withLabels("low", "mid", "high"));

    assertThat(table.names()).containsExactly("city", "spend");
    assertThat(table.discrete("spend").states()).containsExactly("low", "mid", "high");
    assertThat(table.discrete("spend").codes()).containsExactly(2, 0, 1, -1);
  }
}
