package org.cusp.paper.networks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.data.DataSet;
import org.cusp.data.Digits;
import org.cusp.data.Targets;
import org.cusp.estimate.influence.CurvatureInfluence;
import org.cusp.estimate.influence.InfluenceEstimator;
import org.cusp.estimate.influence.LossStore;
import org.cusp.estimate.influence.WholeMatrix;
import org.cusp.model.DataLosses;
import org.cusp.model.Model;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.point.PosteriorMode;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Target;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.StateFile;
import org.cusp.tensor.Precision;
import org.cusp.tensor.dense.Matrix;
import org.cusp.train.MemoryTraining;

/**
 * A network on some of the digits, what influences say of leaving one of them out, and what
 * training it again without it says. Either training goes from the same weights c down to the
 * minimum of nBeta L_n(w) + (gamma/2) |w - c|^2, the energy whose draws the Bayesian influence is
 * from, with all data and with all but one: the two differ by the datum alone, and by no chance of
 * an optimizer. Made when first asked for.
 */
final class LeaveOneOut {
  static final int DATA = 200;
  static final int QUERIES = 200;
  static final int HIDDEN = 12;
  static final int STEPS = 300;

  private static final int EVALUATIONS = 4000;

  private final int draws;
  private final double nBeta;
  private final long seed;
  private final DataSet train = digits(0, DATA);
  private final DataSet queries = digits(DATA, QUERIES);
  private Predicted predicted;

  LeaveOneOut(int draws, double nBeta, long seed) {
    this.draws = draws;
    this.nBeta = nBeta;
    this.seed = seed;
  }

  /**
   * What is foreseen of every datum and query: the change of the query's loss.
   *
   * @param centre c
   * @param mode where the training with all data ends
   * @param gamma the localisation
   * @param atMode losses of the queries there
   * @param bayes by the Bayesian influence
   * @param bayesSe its standard error
   * @param classical by the curvature
   * @param verdict on the Bayesian influence
   */
  record Predicted(
      double[] centre,
      double[] mode,
      double gamma,
      double[] atMode,
      Matrix bayes,
      Matrix bayesSe,
      Matrix classical,
      String verdict) {
    static Predicted of(StateFile state) {
      return new Predicted(
          state.numbers().get("centre"),
          state.numbers().get("mode"),
          state.numbers().get("gamma")[0],
          state.numbers().get("at mode"),
          matrix(state, "bayes"),
          matrix(state, "error of bayes"),
          matrix(state, "classical"),
          state.texts().get("verdict"));
    }

    private static Matrix matrix(StateFile state, String name) {
      return new Matrix(DATA, QUERIES, state.numbers().get(name));
    }
  }

  private static DataSet digits(int from, int count) {
    DataSet some = Digits.load().subset(IntStream.range(from, from + count).toArray());
    double[] x = some.x().clone();
    for (int i = 0; i < x.length; i++) {
      x[i] /= Digits.LARGEST_PIXEL;
    }
    return new DataSet("digits", count, some.shape(), x, some.targets());
  }

  private static Spec spec() {
    String text =
        String.format(
            Locale.ROOT,
            """
            name: digits
            data: {source: digits}
            model: {type: mlp, widths: [64, %d, 10], activation: tanh, precision: float64}
            train: {optimizer: adam, learningRate: 0.01, schedule: cosine, batch: %d, steps: %d}
            """,
            HIDDEN,
            DATA,
            STEPS);
    return SpecReader.parse(text, Path.of(""), "digits");
  }

  private static Model model() {
    return spec().model().build();
  }

  private double[] losses(double[] w, Estimation by) {
    return DataLosses.at(model(), w, queries, Precision.FLOAT64, by.kernels(), by.workers())
        .perDatum();
  }

  /** From a start down to the mode; a datum weighs as much whatever their number. */
  private double[] mode(
      DataSet data, double[] centre, double[] start, double gamma, Estimation by) {
    Posterior posterior = new Posterior(model(), data, centre, nBeta * data.n() / DATA, gamma);
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, Precision.FLOAT64, by.kernels(), by.workers())) {
      return PosteriorMode.from(shared, start, by.kernels(), EVALUATIONS).w();
    }
  }

  synchronized Predicted predicted(Estimation by) {
    if (predicted == null) {
      predicted = Predicted.of(by.room().map(room -> found(room, by)).orElseGet(() -> predict(by)));
    }
    return predicted;
  }

  /** All rows ask for it: a process that begins with a later one finds it there. */
  private StateFile found(Estimation.Room room, Estimation by) {
    String name = String.format(Locale.ROOT, "predicted-%.6g.safetensors", nBeta);
    Path file = room.folder().resolve(name);
    if (Files.exists(file)) {
      StateFile kept = StateFile.read(file);
      if (kept.otherThan(facts()).isEmpty()) {
        return kept;
      }
    }
    StateFile found = predict(by);
    found.write(file);
    losses(by).ifPresent(LossStore::remove);
    return found;
  }

  private Map<String, String> facts() {
    return Map.of(
        "draws",
        Integer.toString(draws),
        "nBeta",
        Double.toString(nBeta),
        "seed",
        Long.toString(seed));
  }

  /** Where the losses of draws lie. */
  private Optional<Path> losses(Estimation by) {
    String name = String.format(Locale.ROOT, "losses-%.6g", nBeta);
    return by.room().map(room -> room.folder().resolve(name));
  }

  private StateFile predict(Estimation by) {
    double[] centre =
        new MemoryTraining(spec().train(), by.kernels(), by.workers())
            .train(model(), Precision.FLOAT64, train, seed, by.steps().next())
            .orElseThrow();
    WholeMatrix matrix = new WholeMatrix(losses(by));
    InfluenceEstimator.Outcome outcome = bayes(centre, matrix, by);
    double gamma = outcome.llc().draws().posterior().gamma();
    double[] mode = mode(train, centre, centre, gamma, by);
    double each = nBeta / DATA;
    Matrix classical =
        new CurvatureInfluence(model(), mode, nBeta, gamma, by.kernels()).of(train, queries);
    StateFile found = StateFile.begin(facts());
    found.numbers().put("centre", centre);
    found.numbers().put("mode", mode);
    found.numbers().put("gamma", new double[] {gamma});
    found.numbers().put("at mode", losses(mode, by));
    Matrix influence = matrix.influence();
    found.numbers().put("bayes", influence.plus(-each, 0, influence).values());
    found.numbers().put("error of bayes", matrix.se().plus(each, 0, matrix.se()).values());
    found.numbers().put("classical", classical.plus(-each, 0, classical).values());
    found.texts().put("verdict", outcome.verdict().status().label());
    return found;
  }

  private InfluenceEstimator.Outcome bayes(double[] centre, WholeMatrix matrix, Estimation by) {
    return new InfluenceEstimator(
            LlcSpec.defaults(seed).edit().draws(draws).nBeta(nBeta).build(),
            InfluenceEstimator.Queries.of(queries),
            0.05,
            1,
            by.kernels(),
            by.workers())
        .estimate(
            Target.of("digits", model(), Precision.FLOAT64, train),
            centre,
            Deadline.never(),
            by.kept(),
            matrix);
  }

  /** The change of each query's loss when it is trained again without a datum. */
  double[] retrained(int datum, Estimation by) {
    Predicted before = predicted(by);
    int[] others = IntStream.range(0, DATA).filter(i -> i != datum).toArray();
    double[] without =
        mode(train.subset(others), before.centre(), before.mode(), before.gamma(), by);
    double[] after = losses(without, by);
    for (int i = 0; i < after.length; i++) {
      after[i] -= before.atMode()[i];
    }
    return after;
  }

  int label(int datum) {
    return ((Targets.Classes) train.targets()).labels()[datum];
  }

  /** A row of a matrix over queries. */
  static double[] row(Matrix matrix, int datum) {
    return Arrays.copyOfRange(
        matrix.values(), datum * matrix.columns(), (datum + 1) * matrix.columns());
  }
}
