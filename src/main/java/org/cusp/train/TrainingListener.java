package org.cusp.train;

/** Who wants to know how training goes; called in the training thread. */
public interface TrainingListener {
  /** Nobody. */
  TrainingListener NONE = (row, of, stepsPerSecond) -> {};

  /** What lies in the run directory is of this very training: from here on files may change. */
  default void accepted() {}

  /**
   * Training begins, or goes on, before the update of this step.
   *
   * @param step updates made so far
   */
  default void begins(long step) {}

  /**
   * All data were evaluated and a row written.
   *
   * @param of the last step
   * @param stepsPerSecond updates in a second since training began or went on
   */
  void evaluated(TrajectoryRow row, long of, double stepsPerSecond);

  /**
   * Training is under way; called a few times in a second.
   *
   * @param batchLoss of the minibatch of this step, nats per datum
   */
  default void stepped(long step, long of, double batchLoss, double stepsPerSecond) {}
}
