package org.cusp.paper.linear;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets.Values;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.TrainedNetwork;
import org.cusp.problem.Problem;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Target;

/**
 * How two linear layers went from plateau to plateau.
 *
 * @param problem that was learned
 * @param weights by step, from the first on
 * @param excess training losses above the least there is, by step
 * @param predicted t_k of the modes
 */
record PlateauPath(
    Problem problem,
    LinearModes modes,
    SortedMap<Long, double[]> weights,
    List<Point> excess,
    double[] predicted) {
  /** Enough for a map without noise: K_n of linear layers depends on the moments of x alone. */
  private static final int OWN_EXAMPLES = 2000;

  private static final int POINTS_OF_CURVE = 200;

  /** A loss at a step. */
  record Point(long step, double loss) {}

  static PlateauPath of(TrainedNetwork network, List<Double> singular, Estimation estimation) {
    Problem problem = network.spec().problem().orElseThrow();
    LinearModes modes = LinearModes.of(problem.model().parameters(), problem.truth(), singular);
    SortedMap<Long, double[]> weights = network.checkpoints(estimation);
    double least = problem.model().likelihood().leastLoss();
    List<Point> excess =
        network.trajectory(estimation).stream()
            .map(row -> new Point(row.step(), row.loss() - least))
            .toList();
    double rate = network.spec().train().rate().learning();
    double[] predicted = modes.times(weights.get(weights.firstKey()), rate);
    return new PlateauPath(problem, modes, weights, excess, predicted);
  }

  /** t_k, k from 1. */
  double predicted(int k) {
    return predicted[k - 1];
  }

  /** The step at which mode k, from 1, has half its strength, between two checkpoints by line. */
  double measured(int k) {
    double half = modes.singular()[k - 1] / 2;
    double before = 0;
    long stepBefore = 0;
    for (var entry : weights.entrySet()) {
      double strength = modes.strength(entry.getValue(), k - 1);
      if (strength >= half) {
        double share = (half - before) / (strength - before);
        return stepBefore + share * (entry.getKey() - stepBefore);
      }
      before = strength;
      stepBefore = entry.getKey();
    }
    return Double.NaN;
  }

  /**
   * The checkpoint in the middle of plateau k, by the predicted times; the last one of the last.
   */
  long middle(int k) {
    if (k == modes.count()) {
      return weights.lastKey();
    }
    double from = k == 0 ? 0 : predicted(k);
    return weights.headMap((long) ((from + predicted(k + 1)) / 2) + 1).lastKey();
  }

  /** The training loss above the least at a step. */
  double excess(long step) {
    return excess.stream()
        .filter(point -> point.step() == step)
        .mapToDouble(Point::loss)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Inputs of the problem's law, and as outputs what the layers make of them. */
  Target learningItself(double[] w) {
    int inputs = modes.right()[0].length;
    int outputs = modes.left()[0].length;
    double[] x = new double[OWN_EXAMPLES * inputs];
    RandomStream.of(1, Purpose.INPUTS, 0).normals(0, 0, x, x.length);
    double[] y = new double[OWN_EXAMPLES * outputs];
    for (int i = 0; i < OWN_EXAMPLES; i++) {
      double[] out = modes.apply(w, Arrays.copyOfRange(x, i * inputs, (i + 1) * inputs));
      System.arraycopy(out, 0, y, i * outputs, outputs);
    }
    DataSet data = new DataSet("own map", OWN_EXAMPLES, inputs, x, new Values(y, outputs));
    return Target.of("own map", problem.model(), problem.precision(), data);
  }

  /** The loss over steps as text: {@code step:loss} between blanks. */
  String losses() {
    int every = Math.max(1, excess.size() / POINTS_OF_CURVE);
    return IntStream.iterate(0, i -> i < excess.size(), i -> i + every)
        .mapToObj(excess::get)
        .map(point -> String.format(Locale.ROOT, "%d:%.4g", point.step(), point.loss()))
        .collect(Collectors.joining(" "));
  }

  /** Steps and losses of such a text. */
  static double[][] parse(String losses) {
    List<String[]> pairs = Arrays.stream(losses.split(" ")).map(pair -> pair.split(":")).toList();
    return new double[][] {
      pairs.stream().mapToDouble(pair -> Double.parseDouble(pair[0])).toArray(),
      pairs.stream().mapToDouble(pair -> Double.parseDouble(pair[1])).toArray()
    };
  }
}
