package org.cusp.estimate.learning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.exact.Rlct;
import org.cusp.model.DataLosses;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.problem.law.PopulationK;
import org.cusp.rng.Permutation;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.spec.LearningCurveSpec;
import org.cusp.spec.LoadedData;
import org.cusp.spec.ModelSpec;
import org.cusp.spec.TrueLaw;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/** Where the data sets of a learning curve come from: pure functions of place and repeat. */
public sealed interface LearningSource {
  /** What a repeat at a place works with. */
  LearningCase at(LearningPoint point, int repeat);

  /** How many training data there are where none are asked for. */
  int defaultN();

  /** The exact learning coefficient at a place. */
  Optional<Rlct> exact(LearningPoint point);

  /** The source that a spec names. */
  static LearningSource of(LearningCurveSpec spec, KernelProvider kernels, Workers workers) {
    return spec.problem().isPresent()
        ? new OfProblem(spec, ProblemString.parse(spec.problem().get()), kernels, workers)
        : OfNetwork.load(spec);
  }

  /** Seeds that differ in any of these have independent streams. */
  private static long seed(LearningCurveSpec spec, LearningPoint point, int repeat, int purpose) {
    return RandomStream.of(spec.seed(), Purpose.DESIGN, repeat).bits(point.n(), purpose);
  }

  /** Fresh data by the problem's law; the true parameter is that of the spec's seed. */
  record OfProblem(
      LearningCurveSpec spec, ProblemString text, KernelProvider kernels, Workers workers)
      implements LearningSource {
    private static final String N = "n";
    private static final String HIDDEN = "hidden";

    @Override
    public LearningCase at(LearningPoint point, int repeat) {
      Problem problem = problem(point);
      return new LearningCase(
          problem.model(),
          problem.precision(),
          problem.law().draw(point.n(), seed(spec, point, repeat, 0)),
          problem
              .law()
              .drawFitting("test data", spec.solving().test(), seed(spec, point, repeat, 1)),
          Optional.of(new TrueParameter(problem, kernels, workers)),
          seed(spec, point, repeat, 2));
    }

    private Problem problem(LearningPoint point) {
      Map<String, String> values = new LinkedHashMap<>(text.values());
      values.put(N, Integer.toString(point.n()));
      if (point.width() != null) {
        if (!values.containsKey(HIDDEN)) {
          throw new InvalidInput("widths of a problem are values of its key hidden: " + text);
        }
        values.put(HIDDEN, Integer.toString(point.width()));
      }
      ProblemString placed = new ProblemString(text.name(), text.argument(), values);
      return Problems.parse(placed.toString(), spec.seed());
    }

    @Override
    public int defaultN() {
      return Problems.parse(text.toString(), spec.seed()).data().n();
    }

    @Override
    public Optional<Rlct> exact(LearningPoint point) {
      return problem(point).exact();
    }
  }

  /** The true parameter of a problem, or the best one of a model that does not hold the truth. */
  record TrueParameter(Problem problem, KernelProvider kernels, Workers workers)
      implements LearningCase.Truth {
    @Override
    public double[] losses(DataSet data) {
      return DataLosses.at(
              problem.model(), problem.truth(), data, problem.precision(), kernels, workers)
          .perDatum();
    }

    @Override
    public boolean isLaw() {
      return problem.populationK().isDivergence();
    }

    @Override
    public Optional<double[]> w() {
      return Optional.of(problem.truth());
    }

    @Override
    public Optional<PopulationK> k() {
      return Optional.of(problem.populationK());
    }
  }

  /** A law that is no parameter of the model. */
  record Teacher(TrueLaw law) implements LearningCase.Truth {
    @Override
    public double[] losses(DataSet data) {
      return law.losses(data);
    }

    @Override
    public boolean isLaw() {
      return true;
    }

    @Override
    public Optional<double[]> w() {
      return Optional.empty();
    }

    @Override
    public Optional<PopulationK> k() {
      return Optional.empty();
    }
  }

  /** Random subsets of the training data; the held-out data are always the same. */
  record OfNetwork(LearningCurveSpec spec, DataSet train, DataSet test) implements LearningSource {
    static OfNetwork load(LearningCurveSpec spec) {
      LearningCurveSpec.Network network = spec.network().orElseThrow();
      LoadedData loaded = network.data().load(spec.seed(), network.model()::requireFits);
      DataSet test =
          loaded
              .test()
              .orElseThrow(
                  () -> new InvalidInput(spec.name() + ": a learning curve needs data.test"));
      return new OfNetwork(spec, loaded.train(), test);
    }

    @Override
    public LearningCase at(LearningPoint point, int repeat) {
      Check.inRange("n (of the " + train.n() + " training data)", point.n(), 4, train.n());
      ModelSpec own = spec.network().orElseThrow().model();
      boolean asIs = point.width() == null && point.depth() == null;
      ModelSpec model = asIs ? own : resized(own.widths(), point);
      return new LearningCase(
          model.build(),
          model.precision(),
          subset(point, repeat),
          test,
          spec.network().orElseThrow().data().law().map(Teacher::new),
          seed(spec, point, repeat, 2));
    }

    private ModelSpec resized(List<Integer> widths, LearningPoint point) {
      int width = point.width() == null ? widths.get(widths.size() == 2 ? 0 : 1) : point.width();
      int depth = point.depth() == null ? Math.max(1, widths.size() - 2) : point.depth();
      return spec.model(width, depth);
    }

    private DataSet subset(LearningPoint point, int repeat) {
      if (point.n() == train.n()) {
        return train;
      }
      RandomStream stream = RandomStream.of(spec.seed(), Purpose.DESIGN, repeat);
      Permutation order = new Permutation(stream, train.n());
      return train.subset(IntStream.range(0, point.n()).map(i -> order.at(point.n(), i)).toArray());
    }

    @Override
    public int defaultN() {
      return train.n();
    }

    @Override
    public Optional<Rlct> exact(LearningPoint point) {
      return Optional.empty();
    }
  }
}
