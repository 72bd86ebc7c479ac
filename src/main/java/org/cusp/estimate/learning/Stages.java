package org.cusp.estimate.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cusp.diagnostics.ChangePoints;
import org.cusp.train.TrajectoryRow;

/**
 * The stages of a training: where a loss rests and where it falls.
 *
 * <p>ln(L - floor) against ln(step + 1), floor being the least loss that the likelihood can have,
 * is reduced to the medians of {@value #BINS} bins of equal width and cut into straight pieces
 * ({@link ChangePoints}) with sigma the noise of the curve, but at least {@value #RESOLUTION}: less
 * than 3% of the loss is not looked at. A piece along which the loss changes by less than a fifth
 * is a plateau; neighbours of one kind are one stage, unless they are plateaus at different levels.
 * The ends of stages are the change points. Of 5,000 straight lines with 200 points of independent
 * noise 3% were cut; noise that is correlated from bin to bin is cut more often.
 *
 * @param loss which one
 * @param stages in order, without gaps; empty where fewer than 6 losses are finite and above the
 *     floor
 */
public record Stages(String loss, List<Stage> stages) {
  /** The loss on the training data. */
  public static final String TRAINING = "training loss";

  /** The loss on held-out data. */
  public static final String HELD_OUT = "held-out loss";

  private static final int BINS = 400;
  private static final int FEWEST = 6;
  private static final double RESOLUTION = 0.03;
  static final double LEVEL = 0.2;

  /** Two plateaus whose losses differ by this share are two. */
  private static final double OTHER_LEVEL = 0.1;

  public Stages {
    stages = List.copyOf(stages);
  }

  /** What a loss does in a stage. */
  public enum Kind {
    PLATEAU,
    FALLING,
    RISING;

    /** In words. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One stage.
   *
   * @param from the step at which it begins
   * @param to the step at which it ends, where the next begins
   * @param lossAtStart nats per datum, of the straight piece
   * @param lossAtEnd the same at the end
   */
  public record Stage(long from, long to, Kind kind, double lossAtStart, double lossAtEnd) {
    private double middle() {
      return Math.sqrt(lossAtStart * lossAtEnd);
    }
  }

  private record Point(double x, double y) {}

  /** The stages of each loss of a trajectory that has any. */
  public static List<Stages> of(List<TrajectoryRow> rows, double floor) {
    return List.of(
            of(TRAINING, rows, row -> OptionalDouble.of(row.loss()), floor),
            of(HELD_OUT, rows, TrajectoryRow::testLoss, floor))
        .stream()
        .filter(found -> !found.stages().isEmpty())
        .toList();
  }

  private static Stages of(
      String name,
      List<TrajectoryRow> rows,
      Function<TrajectoryRow, OptionalDouble> loss,
      double floor) {
    List<Point> points = new ArrayList<>();
    for (TrajectoryRow row : rows) {
      double excess = loss.apply(row).orElse(Double.NaN) - floor;
      if (excess > 0 && Double.isFinite(excess)) {
        points.add(new Point(Math.log1p(row.step()), Math.log(excess)));
      }
    }
    if (points.size() < FEWEST) {
      return new Stages(name, List.of());
    }
    double end = points.get(points.size() - 1).x();
    return new Stages(name, stages(binned(points), points.get(0).x(), end, floor));
  }

  /** The medians of the points in bins of equal width, at the mean place of each bin. */
  private static List<Point> binned(List<Point> points) {
    double low = points.get(0).x();
    double width = (points.get(points.size() - 1).x() - low) / BINS;
    List<List<Point>> bins = new ArrayList<>();
    IntStream.range(0, BINS).forEach(i -> bins.add(new ArrayList<>()));
    for (Point point : points) {
      bins.get(Math.min(BINS - 1, (int) ((point.x() - low) / width))).add(point);
    }
    return bins.stream().filter(bin -> !bin.isEmpty()).map(Stages::median).toList();
  }

  private static Point median(List<Point> bin) {
    double[] sorted = bin.stream().mapToDouble(Point::y).sorted().toArray();
    double x = bin.stream().mapToDouble(Point::x).average().orElseThrow();
    return new Point(x, sorted[sorted.length / 2]);
  }

  private static List<Stage> stages(List<Point> points, double begin, double end, double floor) {
    double[] x = points.stream().mapToDouble(Point::x).toArray();
    double[] y = points.stream().mapToDouble(Point::y).toArray();
    double sigma = Math.max(RESOLUTION, ChangePoints.noise(x, y));
    List<Stage> stages = new ArrayList<>();
    for (ChangePoints.Piece piece : ChangePoints.of(x, y, sigma).pieces()) {
      double from = piece.from() == 0 ? begin : (x[piece.from() - 1] + x[piece.from()]) / 2;
      double to = piece.to() == x.length ? end : (x[piece.to() - 1] + x[piece.to()]) / 2;
      Stage next =
          new Stage(
              Math.round(Math.expm1(from)),
              Math.round(Math.expm1(to)),
              kind(piece.slope() * (to - from)),
              Math.exp(piece.at(from)),
              Math.exp(piece.at(to)));
      Stage last = stages.isEmpty() ? null : stages.get(stages.size() - 1);
      if (last != null && isOne(last, next)) {
        stages.set(stages.size() - 1, joined(last, next));
      } else {
        stages.add(next);
      }
    }
    return stages.stream().map(stage -> above(stage, floor)).toList();
  }

  private static Kind kind(double change) {
    return Math.abs(change) < LEVEL ? Kind.PLATEAU : change < 0 ? Kind.FALLING : Kind.RISING;
  }

  private static boolean isOne(Stage a, Stage b) {
    return a.kind() == b.kind()
        && (a.kind() != Kind.PLATEAU || Math.abs(Math.log(b.middle() / a.middle())) < OTHER_LEVEL);
  }

  private static Stage joined(Stage a, Stage b) {
    return new Stage(a.from(), b.to(), a.kind(), a.lossAtStart(), b.lossAtEnd());
  }

  private static Stage above(Stage stage, double floor) {
    return new Stage(
        stage.from(),
        stage.to(),
        stage.kind(),
        floor + stage.lossAtStart(),
        floor + stage.lossAtEnd());
  }

  /** The steps at which one stage ends and the next begins. */
  public long[] changePoints() {
    return stages.stream().skip(1).mapToLong(Stage::from).toArray();
  }

  /** One line for each stage. */
  public List<String> lines() {
    return stages.stream()
        .map(
            stage ->
                String.format(
                    Locale.ROOT,
                    "%s, step %d to %d: %s, %.4g to %.4g",
                    loss,
                    stage.from(),
                    stage.to(),
                    stage.kind().label(),
                    stage.lossAtStart(),
                    stage.lossAtEnd()))
        .toList();
  }
}
