package org.cusp.estimate.along;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.diagnostics.ChangePoints;

/**
 * Where the LLC of the checkpoints that are estimates rests, rises and falls. The LLC against
 * ln(step + 1) is cut into straight pieces ({@link ChangePoints}). The sigma of a point is how far
 * chance takes it off the line through its neighbours: the standard error of that combination of
 * three from their paired draws; noise that neighbours share bends nothing. The median over the
 * points is used, at least {@value #RESOLUTION} of the median LLC.
 *
 * <p>A piece is a plateau where the change from its first checkpoint to its last is within three
 * standard errors, or a twentieth of the LLC; the error is again that of paired draws. Neighbouring
 * pieces of one kind are one stage.
 */
final class LlcStages {
  private static final int FEWEST = 6;
  private static final double RESOLUTION = 0.01;
  private static final double ERRORS = 3;
  private static final double LEVEL = 0.05;

  private final List<Visited> points;
  private final double[] levels;

  private LlcStages(List<Visited> points) {
    this.points = points;
    this.levels = points.stream().mapToDouble(at -> Paired.of(List.of(at), 1).value()).toArray();
  }

  /** In order; none where fewer than {@value #FEWEST} checkpoints are estimates. */
  static List<LlcStage> of(List<Visited> checkpoints) {
    List<Visited> estimates = checkpoints.stream().filter(Visited::isEstimate).toList();
    if (estimates.size() < FEWEST) {
      return List.of();
    }
    LlcStages all = new LlcStages(estimates);
    return Arrays.stream(all.levels).allMatch(Double::isFinite) ? all.stages() : List.of();
  }

  private List<LlcStage> stages() {
    double[] x = points.stream().mapToDouble(at -> Math.log1p(at.step())).toArray();
    double sigma = Math.max(noise(x), RESOLUTION * median(Arrays.stream(levels).map(Math::abs)));
    if (!(sigma > 0)) {
      return List.of(stage(0, points.size()));
    }
    List<int[]> pieces = new ArrayList<>();
    for (ChangePoints.Piece piece : ChangePoints.of(x, levels, sigma).pieces()) {
      int[] next = {piece.from(), piece.to()};
      int[] last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
      if (last != null && isOne(last, next)) {
        last[1] = next[1];
      } else {
        pieces.add(next);
      }
    }
    return pieces.stream().map(piece -> stage(piece[0], piece[1])).toList();
  }

  /** Two plateaus are one only where the whole is a plateau. */
  private boolean isOne(int[] a, int[] b) {
    String kind = stage(a[0], a[1]).kind();
    return kind.equals(stage(b[0], b[1]).kind()) && kind.equals(stage(a[0], b[1]).kind());
  }

  private LlcStage stage(int from, int to) {
    Visited first = points.get(from);
    Visited last = points.get(to - 1);
    Change change = Change.between(first, last);
    double scale = Math.max(Math.abs(levels[from]), Math.abs(levels[to - 1]));
    boolean moves = change.isBeyond(ERRORS) && Math.abs(change.value()) > LEVEL * scale;
    String kind =
        !moves ? LlcStage.PLATEAU : change.value() > 0 ? LlcStage.RISING : LlcStage.FALLING;
    return new LlcStage(first.step(), last.step(), kind, change);
  }

  /** The median over the points of the standard deviation of one around the line of two others. */
  private double noise(double[] x) {
    return median(
        IntStream.range(1, x.length - 1)
            .mapToDouble(
                i -> {
                  double share = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1]);
                  Paired off = Paired.of(points.subList(i - 1, i + 2), share - 1, 1, -share);
                  double norm = 1 + share * share + (1 - share) * (1 - share);
                  return off.se() / Math.sqrt(norm);
                })
            .filter(Double::isFinite));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
