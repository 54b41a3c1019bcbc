package org.causal4j.core;

/**
 * The root of the exceptions that causal4j throws when input or numbers make an answer impossible.
 * A mistaken argument is an {@link IllegalArgumentException} instead, and a mathematical "no" is a
 * value with a witness, not an exception.
 */
public class CausalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the parameter, its value and the limit. */
  public CausalException(String message) {
    super(message);
  }

  /** With a message and what led to it. */
  public CausalException(String message, Throwable cause) {
    super(message, cause);
  }
}
