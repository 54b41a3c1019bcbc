package org.causal4j.core.cate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Features;

/** See {@link CateLearners#halfSampled}. */
record HalfSampled(CateLearner learner, int replicates, int threads) implements CateLearner {
  HalfSampled {
    Preconditions.checkArgument(replicates >= 2, "replicates: %s is below 2", replicates);
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
  }

  @Override
  public String name() {
    return learner.name() + ", intervals by " + replicates + " half-samples";
  }

  @Override
  public CateModel fit(CateData data, Seed seed) {
    CateModel[] halves = new CateModel[replicates];
    new Workers(threads)
        .run(
            replicates,
            r -> {
              Seed of = seed.derive("half").derive(r);
              halves[r] = learner.fit(data.rows(half(data, of.random())), of);
            });
    return new Model(name(), learner.fit(data, seed), ImmutableList.copyOf(Arrays.asList(halves)));
  }

  /** The rows of a half of the clusters that have treated units, and of a half of the others. */
  private static int[] half(CateData data, SplittableRandom random) {
    int[] codes = data.clusters();
    int[] distinct = Arrays.stream(codes).distinct().toArray();
    Map<Integer, Integer> position = new HashMap<>();
    for (int cluster : distinct) {
      position.put(cluster, position.size());
    }
    int[] of = Arrays.stream(codes).map(c -> position.getOrDefault(c, 0)).toArray();
    boolean[] treated = new boolean[distinct.length];
    for (int i = 0; i < of.length; i++) {
      treated[of[i]] |= data.treatment(i) == 1;
    }
    boolean[] taken = new boolean[distinct.length];
    for (boolean wanted : new boolean[] {true, false}) {
      int[] group = IntStream.range(0, taken.length).filter(g -> treated[g] == wanted).toArray();
      for (int k = 0; k < group.length / 2; k++) {
        int other = k + random.nextInt(group.length - k);
        int drawn = group[other];
        group[other] = group[k];
        taken[drawn] = true;
      }
    }
    return IntStream.range(0, of.length).filter(i -> taken[of[i]]).toArray();
  }

  private record Model(String name, CateModel whole, ImmutableList<CateModel> halves)
      implements CateModel {
    @Override
    public ImmutableList<String> features() {
      return whole.features();
    }

    @Override
    public double effect(Features x, int row) {
      return whole.effect(x, row);
    }

    @Override
    public double[] effects(Features x) {
      return whole.effects(x);
    }

    @Override
    public boolean hasIntervals() {
      return true;
    }

    @Override
    public CateEstimate estimate(Features x, int row, double level) {
      return estimates(x.rows(new int[] {row}), level).get(0);
    }

    @Override
    public ImmutableList<CateEstimate> estimates(Features x, double level) {
      double[] effects = whole.effects(x);
      double[] squares = new double[effects.length];
      for (CateModel half : halves) {
        double[] of = half.effects(x);
        for (int i = 0; i < squares.length; i++) {
          squares[i] += (of[i] - effects[i]) * (of[i] - effects[i]) / halves.size();
        }
      }
      return IntStream.range(0, effects.length)
          .mapToObj(i -> CateEstimate.normal(effects[i], Math.sqrt(squares[i]), level))
          .collect(ImmutableList.toImmutableList());
    }
  }
}
