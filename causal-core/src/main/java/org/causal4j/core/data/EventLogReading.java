package org.causal4j.core.data;

/**
 * A log and what reading it left out.
 *
 * @param log the events that could be read
 * @param report which rows could not, and why
 */
public record EventLogReading(EventLog log, CleaningReport report) {
  @Override
  public String toString() {
    return log + "\n" + report;
  }
}
