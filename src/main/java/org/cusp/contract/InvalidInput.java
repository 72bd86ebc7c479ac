package org.cusp.contract;

/**
 * The user's input is wrong: a file, an option or an argument. The message is one line that says
 * what was wrong, where, and what is allowed. The command line prints that line alone and exits
 * with 2.
 */
public class InvalidInput extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With the message in one line of a bounded length ({@link Message}). */
  public InvalidInput(String message) {
    super(Message.of(message));
  }

  /** With the message in one line of a bounded length ({@link Message}). */
  public InvalidInput(String message, Throwable cause) {
    super(Message.of(message), cause);
  }
}
