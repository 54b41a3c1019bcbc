package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;

/**
 * Stops training when a validation part no longer improves. The part is the last item of each user
 * with three items or more, by time where the graph knows times and drawn otherwise; it is taken
 * out of what is learned from, and ranked among all items that the user does not have (NDCG@20).
 *
 * @param every epochs between two validations
 * @param patience validations without a better one before training stops
 * @param users most users that validate; more are drawn from
 */
public record EarlyStopping(int every, int patience, int users) {
  /** Checks the limits. */
  public EarlyStopping {
    Preconditions.checkArgument(every >= 1, "every: %s is below 1", every);
    Preconditions.checkArgument(patience >= 1, "patience: %s is below 1", patience);
    Preconditions.checkArgument(users >= 1, "users: %s is below 1", users);
  }

  /** A validation every fifth epoch with at most 5,000 users. */
  public static EarlyStopping patience(int validations) {
    return new EarlyStopping(5, validations, 5000);
  }

  /** With another number of epochs between two validations. */
  public EarlyStopping withEvery(int epochs) {
    return new EarlyStopping(epochs, patience, users);
  }

  /** With another limit of users. */
  public EarlyStopping withUsers(int most) {
    return new EarlyStopping(every, patience, most);
  }
}
