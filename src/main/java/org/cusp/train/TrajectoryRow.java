package org.cusp.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.cusp.contract.InvalidInput;

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

  private static final int COLUMNS = 9;

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

  /** The rows of a trajectory file. */
  public static List<TrajectoryRow> readAll(Path file) {
    List<String> lines = lines(file);
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new InvalidInput(file + ": must begin with the line " + HEADER);
    }
    List<TrajectoryRow> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      rows.add(parse(file + ", line " + (i + 1), lines.get(i)));
    }
    return rows;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new InvalidInput(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static TrajectoryRow parse(String place, String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      throw new InvalidInput(place + ": must have " + COLUMNS + " cells, has " + cells.length);
    }
    try {
      return new TrajectoryRow(
          Long.parseLong(cells[0]),
          Double.parseDouble(cells[1]),
          Double.parseDouble(cells[2]),
          optional(cells[3]),
          optional(cells[4]),
          optional(cells[5]),
          Double.parseDouble(cells[6]),
          Double.parseDouble(cells[7]),
          Double.parseDouble(cells[8]));
    } catch (NumberFormatException e) {
      throw new InvalidInput(place + ": every cell must be a number, got " + line, e);
    }
  }

  private static OptionalDouble optional(String cell) {
    return cell.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell));
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
  }
}
