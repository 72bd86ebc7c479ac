package org.cusp.train;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Shown;
import org.cusp.format.csv.Csv;

/**
 * The network after {@code step} updates.
 *
 * @param epoch passes over the training data so far
 * @param learningRate of the next update
 * @param gradientNorm Euclidean norm of the gradient of the next minibatch
 * @param seconds of training so far, over all parts of an interrupted one
 */
public record TrajectoryRow(
    long step,
    double epoch,
    Losses losses,
    double learningRate,
    double gradientNorm,
    double seconds) {
  /**
   * The network on all data.
   *
   * @param loss mean over all training data, nats per datum
   * @param testLoss mean over all test data, nats per datum; empty without test data
   * @param accuracy on the training data; empty without classes
   * @param testAccuracy on the test data; empty without classes or test data
   */
  public record Losses(
      double loss, OptionalDouble testLoss, OptionalDouble accuracy, OptionalDouble testAccuracy) {}

  /** The header of the file. */
  public static final String HEADER =
      "step,epoch,loss,testLoss,accuracy,testAccuracy,learningRate,gradientNorm,seconds";

  private static final List<String> COLUMNS = Csv.rows(HEADER).get(0);

  /** Of which no more than a loss is known. */
  public static TrajectoryRow ofLoss(long step, double loss) {
    OptionalDouble none = OptionalDouble.empty();
    double unknown = Double.NaN;
    return new TrajectoryRow(
        step, unknown, new Losses(loss, none, none, none), unknown, unknown, unknown);
  }

  public double loss() {
    return losses.loss();
  }

  public OptionalDouble testLoss() {
    return losses.testLoss();
  }

  public OptionalDouble accuracy() {
    return losses.accuracy();
  }

  public OptionalDouble testAccuracy() {
    return losses.testAccuracy();
  }

  /** The row as a line of the file, with its end. */
  public String line() {
    return Csv.line(
        List.of(
            Long.toString(step),
            Double.toString(epoch),
            Double.toString(loss()),
            text(testLoss()),
            text(accuracy()),
            text(testAccuracy()),
            Double.toString(learningRate),
            Double.toString(gradientNorm),
            Double.toString(Math.round(seconds * 1e4) / 1e4)));
  }

  /**
   * The rows of a trajectory file, in training order. A last line without an end, which a process
   * that was stopped within it leaves, is left out.
   *
   * @throws InvalidInput if the file is not one of rows; the message names the line and the cell
   */
  public static List<TrajectoryRow> readAll(Path file) {
    List<String> lines = lines(file);
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new InvalidInput(file + ": must begin with the line " + HEADER);
    }
    List<TrajectoryRow> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String place = file + ", line " + (i + 1) + ": ";
      rows.add(parse(place, lines.get(i)));
    }
    rows.sort(Comparator.comparingLong(TrajectoryRow::step));
    return rows;
  }

  private static List<String> lines(Path file) {
    try {
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (CharacterCodingException e) {
      throw new InvalidInput(file + ": is not a text in UTF-8", e);
    } catch (IOException e) {
      throw new InvalidInput(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static TrajectoryRow parse(String place, String line) {
    List<String> cells = cells(place, line);
    if (cells.size() != COLUMNS.size()) {
      throw new InvalidInput(place + "must have " + COLUMNS.size() + " cells, has " + cells.size());
    }
    return new TrajectoryRow(
        step(place, cells.get(0)),
        number(place, cells, 1),
        new Losses(
            number(place, cells, 2),
            optional(place, cells, 3),
            share(place, cells, 4),
            share(place, cells, 5)),
        number(place, cells, 6),
        number(place, cells, 7),
        number(place, cells, 8));
  }

  private static List<String> cells(String place, String line) {
    try {
      return line.isEmpty() ? List.of("") : Csv.rows(line).get(0);
    } catch (InvalidInput e) {
      throw new InvalidInput(place + "the quotes are broken", e);
    }
  }

  private static long step(String place, String cell) {
    try {
      return Check.atLeast("step", Long.parseLong(cell), 0);
    } catch (InvalidInput e) {
      throw new InvalidInput(place + e.getMessage(), e);
    } catch (NumberFormatException e) {
      throw damaged(place, 0, "a whole number", cell);
    }
  }

  private static double number(String place, List<String> cells, int column) {
    try {
      return Double.parseDouble(cells.get(column));
    } catch (NumberFormatException e) {
      throw damaged(place, column, "a number", cells.get(column));
    }
  }

  private static OptionalDouble optional(String place, List<String> cells, int column) {
    return cells.get(column).isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(number(place, cells, column));
  }

  private static OptionalDouble share(String place, List<String> cells, int column) {
    OptionalDouble share = optional(place, cells, column);
    if (share.isPresent() && (share.getAsDouble() < 0 || share.getAsDouble() > 1)) {
      throw damaged(place, column, "in [0, 1]", cells.get(column));
    }
    return share;
  }

  private static InvalidInput damaged(String place, int column, String expected, String cell) {
    return new InvalidInput(
        place + COLUMNS.get(column) + " must be " + expected + ", got " + Shown.text(cell));
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
  }
}
