package org.causal4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;
import org.causal4j.core.learn.Predictor;

/** Published data sets as tables with the columns that the published analyses use. */
final class ParityData {
  /** Covariates of Card's returns to schooling. */
  static final List<String> CARD =
      Stream.concat(
              Stream.of("exper", "expersq", "black", "smsa", "south", "smsa66"),
              IntStream.rangeClosed(662, 669).mapToObj(i -> "reg" + i))
          .toList();

  /** Covariates of the trained men: age, education, black, Hispanic, married, no degree, pay. */
  static final List<String> TRAINING =
      List.of("age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75");

  /** Covariates of those who may save under a 401(k) plan. */
  static final List<String> SAVERS = List.of("age", "inc", "fsize", "marr", "male", "pira");

  private static final List<String> NHEFS_STATES =
      List.of("sex", "race", "education", "exercise", "active");
  private static final List<String> NHEFS_SQUARED =
      List.of("age", "smokeintensity", "smokeyrs", "wt71");

  private final Path folder;

  ParityData(Path folder) {
    this.folder = folder;
  }

  Table read(String file) throws IOException {
    return Table.readCsv(folder.resolve(file));
  }

  /** The covariates of the book: five factors, four numbers and their squares. */
  static List<String> nhefsCovariates() {
    List<String> names = new ArrayList<>(NHEFS_STATES);
    for (String name : NHEFS_SQUARED) {
      names.add(name);
      names.add(name + "²");
    }
    return names;
  }

  private static Column states(Table table, String name) {
    Column column = table.column(name);
    return Column.Discrete.of(
        name, IntStream.range(0, table.rows()).mapToObj(column::text).toList());
  }

  private static Column mapped(Table table, String from, String to, DoubleUnaryOperator f) {
    return Column.Continuous.of(
        to, Arrays.stream(table.continuous(from).values()).map(f).toArray());
  }

  /**
   * The 1,566 smokers whose weight is known in the end, with {@code weight}, 1 over the chance that
   * it is, by logistic regression on quitting and the covariates.
   */
  Table nhefs() throws IOException {
    Table raw = read("nhefs/NHEFS.csv.gz");
    List<Column> columns = new ArrayList<>();
    columns.add(states(raw, "qsmk"));
    columns.add(raw.column("wt82_71"));
    NHEFS_STATES.forEach(name -> columns.add(states(raw, name)));
    for (String name : NHEFS_SQUARED) {
      columns.add(raw.column(name));
      columns.add(mapped(raw, name, name + "²", v -> v * v));
    }
    Table all = Table.of(columns);
    Column gain = raw.column("wt82_71");
    double[] seen =
        IntStream.range(0, raw.rows()).mapToDouble(i -> gain.isMissing(i) ? 0 : 1).toArray();
    Features x =
        Features.of(all, Stream.concat(Stream.of("qsmk"), nhefsCovariates().stream()).toList());
    Predictor chance =
        Learners.logistic(0).fit(x, seen, IntStream.range(0, seen.length).toArray(), Seed.of(1));
    double[] weights = new double[seen.length];
    Arrays.setAll(weights, i -> 1 / chance.predict(x, i));
    return all.with(Column.Continuous.of("weight", weights)).where(i -> seen[i] == 1);
  }

  /** Logarithms per head and in prices of 1983, of the 48 states in 1995. */
  Table cigarettes() throws IOException {
    Table all = read("iv/CigarettesSW.csv");
    double[] year = all.continuous("year").values();
    Table t = all.where(i -> year[i] == 1995);
    double[] cpi = t.continuous("cpi").values();
    double[] people = t.continuous("population").values();
    double[] packs = t.continuous("packs").values();
    double[] income = t.continuous("income").values();
    double[] tax = t.continuous("tax").values();
    double[] taxes = t.continuous("taxs").values();
    double[] price = t.continuous("price").values();
    int n = t.rows();
    return Table.of(
        computed("packs", n, i -> Math.log(packs[i])),
        computed("price", n, i -> Math.log(price[i] / cpi[i])),
        computed("income", n, i -> Math.log(income[i] / people[i] / cpi[i])),
        computed("sales", n, i -> (taxes[i] - tax[i]) / cpi[i]),
        computed("cigarette", n, i -> tax[i] / cpi[i]));
  }

  private static Column computed(String name, int n, IntToDoubleFunction f) {
    return Column.Continuous.of(name, IntStream.range(0, n).mapToDouble(f).toArray());
  }

  /** The states by quarters, with {@code active} where California asked in the new way. */
  Table organDonors() throws IOException {
    Table table = read("panel/organ_donations.csv");
    Column state = table.column("State");
    double[] quarter = table.continuous("Quarter_Num").values();
    return table.with(
        computed(
            "active",
            table.rows(),
            i -> state.text(i).equals("California") && quarter[i] >= 4 ? 1 : 0));
  }

  /** The 185 trained men of the experiment and 15,992 of the Current Population Survey. */
  Table trainingAgainstSurvey() throws IOException {
    Table experiment = read("lalonde/nsw_experimental_dw.csv");
    Table survey = read("lalonde/cps_controls.csv.gz");
    double[] arm = experiment.continuous("treat").values();
    Table trained = experiment.where(i -> arm[i] == 1);
    List<Column> columns = new ArrayList<>();
    for (String name : Stream.concat(TRAINING.stream(), Stream.of("treat", "re78")).toList()) {
      double[] first = trained.continuous(name).values();
      double[] then = survey.continuous(name).values();
      double[] both = Arrays.copyOf(first, first.length + then.length);
      System.arraycopy(then, 0, both, first.length, then.length);
      columns.add(Column.Continuous.of(name, both));
    }
    return Table.of(columns);
  }

  /** The customers who got an e-mail, or none. */
  Table mailed(String email) throws IOException {
    Table table = read("hillstrom/hillstrom.csv.gz");
    Column segment = table.column("segment");
    return table.where(i -> segment.text(i).equals(email) || segment.text(i).equals("No E-Mail"));
  }
}
