package org.cusp.estimate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.ParetoSmoothing;
import org.cusp.estimate.criteria.Criteria;
import org.cusp.estimate.criteria.Criterion;
import org.cusp.estimate.criteria.Pointwise;
import org.cusp.estimate.criteria.PointwiseDraws;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.ParamSpace;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.observer.Draw;
import org.cusp.run.observer.Observer;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * The model y ~ N(w, 1), w ~ N(0, 1/gamma), at inverse temperature beta, where the posterior is
 * N(mean, 1/precision) and every criterion has a closed form given the data; and draws of it, shown
 * to {@link PointwiseDraws} as a sampler shows them.
 */
public record NormalMeanDraws(double[] y, double[] test, double beta, double gamma) {
  public static final Workers WORKERS = new Workers(1);
  private static final double HALF_LOG_2_PI = Math.log(2 * Math.PI) / 2;

  public static NormalMeanDraws of(int n, double beta, long seed) {
    double[] y = new double[n];
    double[] test = new double[7];
    RandomStream.of(seed, Purpose.OUTPUTS, 0).normals(0, 0, y, n);
    RandomStream.of(seed, Purpose.OUTPUTS, 1).normals(0, 0, test, test.length);
    return new NormalMeanDraws(y, test, beta, 0.5);
  }

  double precision() {
    return gamma + y.length * beta;
  }

  double mean() {
    return beta * Arrays.stream(y).sum() / precision();
  }

  /** [chain][draw] of w, first-order autoregressive with this correlation. */
  public double[][] draws(int chains, int count, double correlation, long seed) {
    double[][] w = new double[chains][count];
    double sd = 1 / Math.sqrt(precision());
    for (int chain = 0; chain < chains; chain++) {
      RandomStream stream = RandomStream.of(seed, Purpose.NOISE, chain);
      double state = stream.normal(0, 0);
      for (int draw = 0; draw < count; draw++) {
        w[chain][draw] = mean() + sd * state;
        state =
            correlation * state
                + Math.sqrt(1 - correlation * correlation) * stream.normal(draw + 1, 0);
      }
    }
    return w;
  }

  private static DataSet data(double[] y) {
    double[] ones = new double[y.length];
    Arrays.fill(ones, 1);
    return new DataSet("y", y.length, 1, ones, new Targets.Values(y, 1));
  }

  private Posterior posterior() {
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("w", 1);
    AnalyticModel model =
        new AnalyticModel("mean", space.build(), 1, new Likelihood.Gaussian(1, 1), new Mean());
    return new Posterior(model, data(y), new double[1], beta * y.length, gamma);
  }

  private record Mean() implements AnalyticFunction {
    @Override
    public void outputs(double[] w, double[] x, double[] y, double[] out) {
      out[0] = w[0];
    }

    @Override
    public void addGradient(
        double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
      gradient[0] += cotangent[0];
    }
  }

  /** A draw of the posterior itself, of which nothing but the parameters is asked. */
  private record At(int number, Slab w) implements Draw {
    @Override
    public int rung() {
      return 0;
    }

    @Override
    public int rungs() {
      return 1;
    }

    @Override
    public double beta() {
      return Double.NaN;
    }

    @Override
    public boolean isRunning(int chain) {
      return true;
    }

    @Override
    public double deltaLoss(int chain) {
      return Double.NaN;
    }

    @Override
    public double acceptance(int chain) {
      return Double.NaN;
    }
  }

  /** What these draws say: each chain in a pass of its own. */
  public PointwiseDraws collected(double[][] w) {
    KernelProvider kernels = KernelProvider.named("simd");
    Posterior posterior = posterior();
    try (PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, kernels, WORKERS);
        TensorData held =
            TensorData.of(data(test), KernelProvider.best().memory(), Precision.FLOAT64)) {
      PointwiseDraws collected =
          new PointwiseDraws(shared.data(), Optional.of(held), beta, 1, w.length);
      BatchPlan plan = new BatchPlan(1, y.length, y.length);
      for (int chain = 0; chain < w.length; chain++) {
        try (PosteriorPass pass = new PosteriorPass(shared, plan, kernels.create(), chain, 1);
            Observer.Watch observer = collected.watch(pass, chain)) {
          for (int draw = 0; draw < w[chain].length; draw++) {
            pass.w().setRow(0, new double[] {w[chain][draw]});
            observer.see(new At(draw, pass.w()));
          }
        }
      }
      return collected;
    }
  }

  Pointwise train(double[][] w, double efficiency) {
    long draws = (long) w.length * w[0].length;
    return Pointwise.ofTrain(collected(w), ParetoSmoothing.tailLength(draws, efficiency), WORKERS);
  }

  public Criteria criteria(double[][] w, double efficiency) {
    PointwiseDraws collected = collected(w);
    long draws = (long) w.length * w[0].length;
    Pointwise train =
        Pointwise.ofTrain(collected, ParetoSmoothing.tailLength(draws, efficiency), WORKERS);
    int tail = ParetoSmoothing.tailLength(draws, efficiency);
    Pointwise held = Pointwise.ofTest(collected, test.length, tail, WORKERS);
    return Criteria.of(beta, train, Optional.of(held));
  }

  public static double loss(double y, double w) {
    return (y - w) * (y - w) / 2 + HALF_LOG_2_PI;
  }

  private static double predictiveLoss(double y, double mean, double variance) {
    return (y - mean) * (y - mean) / (2 * (1 + variance))
        + Math.log1p(variance) / 2
        + HALF_LOG_2_PI;
  }

  private double mean(double[] of, java.util.function.DoubleUnaryOperator term) {
    return Arrays.stream(of).map(term).average().orElseThrow();
  }

  double bayes(double[] data) {
    return mean(data, value -> predictiveLoss(value, mean(), 1 / precision()));
  }

  double gibbs(double[] data) {
    return mean(data, value -> loss(value, mean()) + 1 / (2 * precision()));
  }

  double functionalVariance() {
    double v = 1 / precision();
    double m = mean();
    return y.length * mean(y, value -> (value - m) * (value - m) * v + v * v / 2);
  }

  double leaveOneOut() {
    double without = precision() - beta;
    return mean(
        y,
        value ->
            predictiveLoss(value, (precision() * mean() - beta * value) / without, 1 / without));
  }

  /** The exact values in the order of {@link #values}. */
  public List<Double> exact() {
    double v = functionalVariance();
    return List.of(
        bayes(y),
        gibbs(y),
        v,
        bayes(y) + beta * v / y.length,
        leaveOneOut(),
        beta * v / 2,
        bayes(test),
        gibbs(test));
  }

  public static List<Criterion> values(Criteria criteria) {
    return List.of(
        criteria.bayesTraining(),
        criteria.gibbsTraining(),
        criteria.functionalVariance(),
        criteria.waic(),
        criteria.loo(),
        criteria.nu(),
        criteria.bayesGeneralisation().orElseThrow(),
        criteria.gibbsGeneralisation().orElseThrow());
  }
}
