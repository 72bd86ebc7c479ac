package org.cusp.train;

/**
 * How training ended.
 *
 * @param step updates made
 * @param message one line for the user
 */
public record TrainingResult(Status status, long step, String message) {
  /** The ways to end. */
  public enum Status {
    /** All steps are done. */
    COMPLETED,
    /** All steps had been done before. */
    ALREADY_COMPLETE,
    /** Interrupted; running again goes on from this step. */
    STOPPED,
    /** A loss, a gradient or the weights are not finite; what was written before is kept. */
    DIVERGED
  }
}
