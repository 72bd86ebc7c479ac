package org.cusp.train;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The network after {@code step} updates.
 *
 * @param epoch passes over the training data so far
 * @param loss mean over all training data, nats per datum
 * @param testLoss mean over all test data, nats per datum; empty without test data
 * @param accuracy on the training data; empty without classes
 * @param testAccuracy on the test data; empty without classes or test data
 * @param learningRate of the next update
 * @param gradientNorm Euclidean norm of the gradient of the next minibatch
 * @param seconds of training so far, over all parts of an interrupted one
 */
public record TrajectoryRow(
    long step,
    double epoch,
    double loss,
    OptionalDouble testLoss,
    OptionalDouble accuracy,
    OptionalDouble testAccuracy,
    double learningRate,
    double gradientNorm,
    double seconds) {
  /** The header of the file. */
  public static final String HEADER =
      "step,epoch,loss,testLoss,accuracy,testAccuracy,learningRate,gradientNorm,seconds";

  /** The row as a line of the file, without its end. */
  public String line() {
    return String.join(
        ",",
        List.of(
            Long.toString(step),
            Double.toString(epoch),
            Double.toString(loss),
            text(testLoss),
            text(accuracy),
            text(testAccuracy),
            Double.toString(learningRate),
            Double.toString(gradientNorm),
            Double.toString(Math.round(seconds * 1e4) / 1e4)));
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
  }
}
