package org.causal4j.core.data;

import com.google.common.base.Preconditions;

/**
 * A number that stands for the rows of a group. Missing cells are left out; a group of which
 * nothing is left has a missing cell, but a {@link Count} or {@link Sum} of 0.
 *
 * <p>Instances are immutable.
 */
public sealed interface Aggregate
    permits Aggregate.Count,
        Aggregate.Sum,
        Aggregate.Mean,
        Aggregate.Min,
        Aggregate.Max,
        Aggregate.Share {
  /** The name of the column that it makes. */
  String name();

  /** The number of rows, in a column of this name. */
  static Aggregate count(String name) {
    return new Count(name);
  }

  /** The sum of a continuous column, as "sum of spend". */
  static Aggregate sum(String column) {
    return new Sum(column, "sum of " + column);
  }

  /** The mean of a continuous column, as "mean of spend". */
  static Aggregate mean(String column) {
    return new Mean(column, "mean of " + column);
  }

  /** The least of a continuous column, as "min of spend". */
  static Aggregate min(String column) {
    return new Min(column, "min of " + column);
  }

  /** The greatest of a continuous column, as "max of spend". */
  static Aggregate max(String column) {
    return new Max(column, "max of " + column);
  }

  /** The share of a state in a discrete column, as "share of buy=yes". */
  static Aggregate share(String column, String state) {
    return new Share(column, state, "share of " + column + "=" + state);
  }

  /** The same under another name. */
  Aggregate as(String newName);

  private static void check(String name) {
    Preconditions.checkArgument(!name.isEmpty(), "name: must not be empty");
  }

  /** Number of rows. */
  record Count(String name) implements Aggregate {
    /** Checks the name. */
    public Count {
      check(name);
    }

    @Override
    public Count as(String newName) {
      return new Count(newName);
    }
  }

  /** Sum of a column. */
  record Sum(String column, String name) implements Aggregate {
    /** Checks the name. */
    public Sum {
      check(name);
    }

    @Override
    public Sum as(String newName) {
      return new Sum(column, newName);
    }
  }

  /** Mean of a column. */
  record Mean(String column, String name) implements Aggregate {
    /** Checks the name. */
    public Mean {
      check(name);
    }

    @Override
    public Mean as(String newName) {
      return new Mean(column, newName);
    }
  }

  /** Least number of a column. */
  record Min(String column, String name) implements Aggregate {
    /** Checks the name. */
    public Min {
      check(name);
    }

    @Override
    public Min as(String newName) {
      return new Min(column, newName);
    }
  }

  /** Greatest number of a column. */
  record Max(String column, String name) implements Aggregate {
    /** Checks the name. */
    public Max {
      check(name);
    }

    @Override
    public Max as(String newName) {
      return new Max(column, newName);
    }
  }

  /** Share of a state in a column. */
  record Share(String column, String state, String name) implements Aggregate {
    /** Checks the name. */
    public Share {
      check(name);
    }

    @Override
    public Share as(String newName) {
      return new Share(column, state, newName);
    }
  }
}
