package org.causal4j.tribuo;

import com.google.common.base.Preconditions;
import java.util.Map;
import java.util.function.IntFunction;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Rows of features as Tribuo's examples. */
final class TribuoRows {
  private static final int STATES = 4096;

  private TribuoRows() {}

  static String name(Trainer<?> trainer) {
    return "Tribuo " + trainer.getClass().getSimpleName();
  }

  static void check(Features x, double[] y, int[] rows) {
    Preconditions.checkArgument(
        y.length == x.rows(), "y: has %s values for %s rows", y.length, x.rows());
    Preconditions.checkArgument(rows.length > 0, "rows: there are none to learn from");
    for (int row : rows) {
      Preconditions.checkElementIndex(row, y.length, "row");
      Preconditions.checkArgument(Double.isFinite(y[row]), "y: row %s is %s", (Object) row, y[row]);
    }
  }

  static <T extends Output<T>> Model<T> train(
      Trainer<T> trainer,
      OutputFactory<T> factory,
      Features x,
      int[] rows,
      IntFunction<T> output,
      Seed seed) {
    MutableDataset<T> data =
        new MutableDataset<>(new SimpleDataSourceProvenance("causal4j", factory), factory);
    for (int row : rows) {
      data.add(example(x, row, output.apply(row)));
    }
    int state = (int) Math.floorMod(seed.random().nextLong(), (long) STATES);
    return trainer.train(data, Map.of(), state);
  }

  static <T extends Output<T>> Example<T> example(Features x, int row, T output) {
    // Tribuo takes no example without features, so that a constant one stands for none.
    int columns = x.columns();
    String[] names = columns == 0 ? new String[] {"none"} : x.names().toArray(new String[0]);
    double[] values = new double[names.length];
    for (int c = 0; c < columns; c++) {
      values[c] = x.get(row, c);
    }
    if (columns == 0) {
      values[0] = 1;
    }
    return new ArrayExample<>(output, names, values);
  }
}
