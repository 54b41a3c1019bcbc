package org.causal4j.core.cate;

import org.causal4j.core.CausalException;

/** An interval was asked of a model that has none; see {@link CateModel#hasIntervals()}. */
public final class NoIntervalException extends CausalException {
  private static final long serialVersionUID = 1L;

  /**
   * @param model name of the model
   * @param remedy which learner has intervals, or how to get them
   */
  public NoIntervalException(String model, String remedy) {
    super("'" + model + "' has no intervals; " + remedy);
  }
}
