package org.cusp.estimate.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.cusp.Numpy;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.ParetoSmoothing;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.model.Mlp;
import org.cusp.model.ParamSpace;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Progress;
import org.cusp.run.observer.Observer;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.tuning.SettledEnergy;
import org.cusp.tuning.TemperedRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The criteria of 50 random networks against numpy, which is given the draws and computes all from
 * the definitions: losses, WAIC, Pareto smoothed LOO, generalisation losses, WBIC. Nothing is
 * random between the two, so they are equal but for rounding.
 */
class SameDrawsTest {
  private static final int MODELS = 50;
  private static final int CHAINS = 2;
  private static final int DRAWS = 50;
  private static final int TAIL = ParetoSmoothing.tailLength(CHAINS * DRAWS, 1);
  private static final KernelProvider SIMD = KernelProvider.named("simd");

  @TempDir private Path folder;

  @BeforeAll
  static void needsNumpy() throws Exception {
    Numpy.needed();
  }

  /** What Cusp says of the draws that numpy is to be given. */
  private record Found(Criteria criteria, double wbic) {}

  /** The parameters of every draw of the posterior. */
  private record Recording(List<double[]> draws) implements Observer {
    Recording() {
      this(Collections.synchronizedList(new ArrayList<>()));
    }

    @Override
    public Watch watch(PosteriorPass pass, int firstChain) {
      return draw -> {
        for (int chain = 0; draw.isColdest() && chain < pass.chains(); chain++) {
          draws.add(draw.parameters(chain));
        }
      };
    }

    NumericArray array() {
      int parameters = draws.get(0).length;
      return new NumericArray(
          new int[] {draws.size(), parameters},
          draws.stream().flatMapToDouble(Arrays::stream).toArray());
    }
  }

  /** A random model with random data. */
  private static final class Case {
    private final RandomStream stream;
    private final int number;
    private final boolean isClasses;
    private final boolean isTanh;
    private final double sigma;
    private final Mlp model;
    private final DataSet train;
    private final DataSet test;

    Case(int number) {
      this.number = number;
      this.stream = RandomStream.of(77, Purpose.DESIGN, number);
      this.isClasses = number % 2 == 0;
      this.isTanh = number % 3 > 0;
      this.sigma = isClasses ? 1 : 0.4 + stream.uniform(0, 0);
      int outputs = choice(1, isClasses ? 2 : 1, 3);
      List<Integer> widths = new ArrayList<>(List.of(choice(2, 1, 3)));
      for (int layers = choice(3, 0, 2); layers > 0; layers--) {
        widths.add(choice(3 + layers, 1, 4));
      }
      widths.add(outputs);
      this.model =
          new Mlp(
              widths,
              isTanh ? Activation.TANH : Activation.RELU,
              isClasses
                  ? new Likelihood.Categorical(outputs)
                  : new Likelihood.Gaussian(outputs, sigma));
      this.train = data(10, choice(8, 15, 40));
      this.test = data(20, 10);
    }

    private int choice(int index, int least, int most) {
      return least + (int) (stream.uniform(0, index) * (most - least + 1));
    }

    private double[] normals(int step, int count) {
      double[] values = new double[count];
      stream.normals(step, 0, values, count);
      return values;
    }

    private DataSet data(int step, int n) {
      int outputs = model.widths().get(model.widths().size() - 1);
      int[] labels = new int[n];
      Arrays.setAll(labels, i -> (int) (outputs * stream.uniform(step + 1, i)));
      Targets targets =
          isClasses
              ? new Targets.Classes(labels, outputs)
              : new Targets.Values(normals(step + 1, n * outputs), outputs);
      int inputs = model.widths().get(0);
      return new DataSet("random", n, inputs, normals(step, n * inputs), targets);
    }

    private Posterior posterior(double beta) {
      int size = model.parameters().size();
      return new Posterior(model, train, normals(30, size), beta * train.n(), 1);
    }

    /** Draws twice and writes what numpy needs. */
    Found sampled(Path file, Workers workers) {
      TemperingSpec settings = new TemperingSpec(CHAINS, OptionalInt.of(DRAWS), 60, number);
      TemperedRun run = new TemperedRun(settings, SIMD, workers);
      try (PosteriorTensors shared =
              PosteriorTensors.of(posterior(1), Precision.FLOAT64, SIMD, workers);
          PosteriorTensors hot =
              PosteriorTensors.of(
                  posterior(Wbic.betaOf(train.n())), Precision.FLOAT64, SIMD, workers);
          TensorData held = TensorData.of(test, SIMD.memory(), Precision.FLOAT64)) {
        PointwiseDraws pointwise =
            new PointwiseDraws(
                shared.data(), Optional.of(held), 1, model.parameters().size(), CHAINS);
        Recording cold = new Recording();
        Observer both = Observer.all(List.of(pointwise, cold));
        run.sample(shared, new SettledEnergy(0.02), both, Progress.NONE);
        Recording atWbic = new Recording();
        TemperedDraws draws = run.sample(hot, new SettledEnergy(0.02), atWbic, Progress.NONE);
        write(file, cold, atWbic);
        Criteria criteria =
            Criteria.of(
                1,
                Pointwise.ofTrain(pointwise, TAIL, workers),
                Optional.of(Pointwise.ofTest(pointwise, test.n(), TAIL, workers)));
        return new Found(criteria, Wbic.of(draws).wbic().value());
      }
    }

    private void write(Path file, Recording cold, Recording hot) {
      Map<String, NumericArray> arrays = new HashMap<>();
      add(arrays, "", train);
      add(arrays, "t", test);
      arrays.put("draws", cold.array());
      arrays.put("hot", hot.array());
      List<ParamSpace.Tensor> matrices =
          model.parameters().tensors().stream().filter(t -> t.shape().size() == 2).toList();
      arrays.put(
          "layers",
          new NumericArray(
              new int[] {matrices.size(), 2},
              matrices.stream()
                  .flatMap(t -> t.shape().stream())
                  .mapToDouble(Integer::doubleValue)
                  .toArray()));
      arrays.put("setting", NumericArray.vector(isClasses ? 1 : 0, sigma, isTanh ? 1 : 0, TAIL));
      Npz.write(file, arrays, Npz.Packing.STORED);
    }

    private void add(Map<String, NumericArray> arrays, String prefix, DataSet data) {
      arrays.put(prefix + "x", new NumericArray(new int[] {data.n(), data.features()}, data.x()));
      arrays.put(
          prefix + "y",
          data.targets() instanceof Targets.Values values
              ? new NumericArray(new int[] {data.n(), values.outputs()}, values.values())
              : NumericArray.vector(
                  Arrays.stream(((Targets.Classes) data.targets()).labels())
                      .asDoubleStream()
                      .toArray()));
    }
  }

  @Test
  void allCriteriaOfFiftyNetworks() throws Exception {
    Map<String, Found> found = new HashMap<>();
    try (Workers workers = new Workers(2)) {
      for (int i = 0; i < MODELS; i++) {
        String name = String.format(Locale.ROOT, "model%02d", i);
        found.put(name, new Case(i).sampled(folder.resolve(name + ".npz"), workers));
      }
    }
    JsonNode reference = Numpy.of("criteria.py", folder);
    found.forEach((name, it) -> assertSame(name, it, reference.get(name)));
  }

  private static void assertSame(String name, Found found, JsonNode numpy) {
    Criteria criteria = found.criteria();
    Pointwise train = criteria.train();
    Pointwise test = criteria.test().orElseThrow();
    // Of all draws as they are, before the jackknife takes their bias off.
    double n = train.n();
    assertSame(name, train.sums()[0][0] / n, numpy.get("bayesTraining"));
    assertSame(name, train.sums()[1][0] / n, numpy.get("gibbsTraining"));
    assertSame(name, train.sums()[2][0], numpy.get("functionalVariance"));
    assertSame(name, (train.sums()[0][0] + train.sums()[2][0]) / n, numpy.get("waic"));
    assertSame(name, train.sums()[3][0] / n, numpy.get("loo"));
    assertSame(name, test.sums()[0][0] / test.n(), numpy.get("bayesGeneralisation"));
    assertSame(name, test.sums()[1][0] / test.n(), numpy.get("gibbsGeneralisation"));
    assertSame(name, found.wbic(), numpy.get("wbic"));
    for (int i = 0; i < n; i++) {
      assertSame(name + " k-hat of " + i, train.kHat()[i], numpy.get("kHat").get(i));
    }
    // The bias that it takes off is less than two of its own errors.
    assertThat(Math.abs(criteria.waic().value() - numpy.get("waic").asDouble()))
        .as(name)
        .isLessThan(2 * criteria.waic().se());
  }

  private static void assertSame(String name, double found, JsonNode numpy) {
    double expected = numpy.asDouble();
    assertThat(found).as(name).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
  }
}
