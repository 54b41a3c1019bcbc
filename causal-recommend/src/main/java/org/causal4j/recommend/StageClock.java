package org.causal4j.recommend;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/** Times the stages of a run. */
final class StageClock {
  private final List<Stage> stages = new ArrayList<>();
  private long began = System.nanoTime();

  void done(String name, String summary) {
    long now = System.nanoTime();
    stages.add(new Stage(name, Math.round((now - began) / 1e6), summary));
    began = now;
  }

  ImmutableList<Stage> stages() {
    return ImmutableList.copyOf(stages);
  }
}
