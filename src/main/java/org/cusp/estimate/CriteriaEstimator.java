package org.cusp.estimate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.cusp.calibrate.CriteriaEvidence;
import org.cusp.calibrate.CriteriaRules;
import org.cusp.calibrate.Measured;
import org.cusp.calibrate.SettledEnergy;
import org.cusp.calibrate.TemperedRun;
import org.cusp.calibrate.Verdict;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.ParetoSmoothing;
import org.cusp.model.Model;
import org.cusp.model.TensorData;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Progress;
import org.cusp.run.TemperedDraws;
import org.cusp.spec.TemperingSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;

/**
 * Samples a posterior by replica exchange from its prior and computes its criteria on the way, draw
 * by draw.
 *
 * @param precision at which a run ends, see {@link SettledEnergy}
 */
public record CriteriaEstimator(
    TemperingSpec settings, double precision, KernelProvider kernels, Workers workers) {
  /** Makes the noise of the run for WBIC another one. */
  private static final long WBIC_SEED = 0x57424943L;

  /**
   * The question.
   *
   * @param centre mean of the prior N(centre, I / gamma)
   * @param test data that the posterior has not seen
   */
  public record Subject(
      Model model,
      Precision precision,
      DataSet train,
      Optional<DataSet> test,
      double[] centre,
      double gamma) {
    Posterior posterior(double beta) {
      return new Posterior(model, train, centre, beta * train.n(), gamma);
    }
  }

  /** Draws of the posterior and what they say. */
  public record Sampled(TemperedDraws draws, Criteria criteria) {}

  /** Everything about one posterior. */
  public record Outcome(Sampled sampled, TemperedDraws atWbic, Wbic wbic, Verdict verdict) {}

  /**
   * Criteria at beta and WBIC at 1/ln n, each from a run with half of the budget.
   *
   * @param cautions to stand in the verdict
   */
  public Outcome estimate(Subject subject, double beta, List<String> cautions, Progress progress) {
    CriteriaEstimator half = withSettings(settings.withBudget(settings.budget() / 2));
    Sampled sampled = half.sample(subject, beta, part(progress, 0));
    TemperedDraws atWbic = half.drawsForWbic(subject, part(progress, 0.5));
    Wbic wbic = Wbic.of(atWbic);
    CriteriaEvidence evidence =
        new CriteriaEvidence(
            Stream.concat(
                    sampled.criteria().all().stream().map(c -> new Measured(c.value(), c.se())),
                    Stream.of(new Measured(wbic.wbic().value(), wbic.wbic().se())))
                .toList(),
            List.of(
                CriteriaEvidence.Run.of(sampled.draws(), asked()),
                CriteriaEvidence.Run.of(atWbic, asked())),
            sampled.criteria().tails());
    return new Outcome(sampled, atWbic, wbic, CriteriaRules.judge(evidence, cautions));
  }

  private OptionalDouble asked() {
    return settings.draws().isPresent() ? OptionalDouble.empty() : OptionalDouble.of(precision);
  }

  private static Progress part(Progress progress, double from) {
    return (share, phase, value, error) -> progress.at(from + share / 2, phase, value, error);
  }

  private CriteriaEstimator withSettings(TemperingSpec other) {
    return new CriteriaEstimator(other, precision, kernels, workers);
  }

  /** The criteria of the posterior at one temperature. */
  public Sampled sample(Subject subject, double beta, Progress progress) {
    Normalised.require(
        subject.model(), subject.train(), subject.centre(), subject.precision(), kernels, workers);
    try (PosteriorTensors shared =
            PosteriorTensors.of(subject.posterior(beta), subject.precision(), kernels, workers);
        Held test = Held.of(subject, kernels)) {
      PointwiseDraws collected =
          new PointwiseDraws(shared.data(), test.tensors(), beta, settings.chains());
      TemperedDraws draws =
          new TemperedRun(settings, kernels, workers)
              .sample(shared, new SettledEnergy(precision), collected, progress);
      int tail =
          ParetoSmoothing.tailLength(
              (long) draws.chains() * draws.draws(), efficiency(draws.coldest()));
      Pointwise train = Pointwise.ofTrain(collected, tail, workers);
      Optional<Pointwise> held =
          subject.test().map(data -> Pointwise.ofTest(collected, data.n(), workers));
      return new Sampled(draws, Criteria.of(beta, train, held));
    }
  }

  /** Effective share of the draws; 1 where the energies do not vary. */
  private static double efficiency(double[][] energy) {
    double share = Ess.mean(energy) / Arrays.stream(energy).mapToInt(row -> row.length).sum();
    return share > 0 ? share : 1;
  }

  /** Draws at 1/ln n. */
  public TemperedDraws drawsForWbic(Subject subject, Progress progress) {
    double beta = Wbic.betaOf(subject.train().n());
    TemperingSpec other =
        new TemperingSpec(
            settings.chains(), settings.draws(), settings.budget(), settings.seed() ^ WBIC_SEED);
    try (PosteriorTensors shared =
        PosteriorTensors.of(subject.posterior(beta), subject.precision(), kernels, workers)) {
      return new TemperedRun(other, kernels, workers)
          .sample(shared, new SettledEnergy(precision), progress);
    }
  }

  /** Test data in tensor memory, where there are any. */
  private record Held(Optional<TensorData> tensors) implements AutoCloseable {
    static Held of(Subject subject, KernelProvider kernels) {
      return new Held(
          subject.test().map(data -> TensorData.of(data, kernels.memory(), subject.precision())));
    }

    @Override
    public void close() {
      tensors.ifPresent(TensorData::close);
    }
  }
}
