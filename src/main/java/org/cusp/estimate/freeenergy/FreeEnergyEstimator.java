package org.cusp.estimate.freeenergy;

import java.util.List;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.contract.Check;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;
import org.cusp.model.DataLosses;
import org.cusp.model.Model;
import org.cusp.model.RestrictedModel;
import org.cusp.model.Restriction;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Progress;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.tuning.EnoughDraws;
import org.cusp.tuning.StoppingRule;
import org.cusp.tuning.TemperedRun;

/**
 * Samples from a prior to its posterior and estimates the free energy between.
 *
 * @param precision standard error in nats at which there are draws enough
 */
public record FreeEnergyEstimator(
    TemperingSpec settings, double precision, KernelProvider kernels, Workers workers) {
  /** Standard error in nats, where none is asked for. */
  public static final double DEFAULT_PRECISION = 0.05;

  /** Fewer draws of a chain give blocks that say nothing. */
  private static final int LEAST_DRAWS = 100;

  public FreeEnergyEstimator {
    Check.positive("--precision", precision);
  }

  /**
   * A model, its data and a parameter.
   *
   * @param w w*: the mean of a local prior
   * @param reference w_0, against which the excess is taken
   */
  public record Question(
      Model model, Precision precision, DataSet data, double[] w, double[] reference) {
    /** With what a checkpoint brings and is no parameter held as it is there. */
    Question ofParameters() {
      return Restriction.ofParameters(model)
          .map(free -> RestrictedModel.of(model, free, w))
          .map(part -> of(part, part.fromWhole(w), part.fromWhole(reference)))
          .orElse(this);
    }

    private Question of(RestrictedModel part, double[] free, double[] freeReference) {
      return new Question(part, precision, data, free, freeReference);
    }
  }

  /** The same with the random numbers of another seed. */
  public FreeEnergyEstimator withSeed(long seed) {
    return new FreeEnergyEstimator(
        new TemperingSpec(settings.chains(), settings.draws(), settings.budget(), seed),
        precision,
        kernels,
        workers);
  }

  /** The draws and what they say. */
  public record Outcome(TemperedDraws draws, FreeEnergy freeEnergy, double lossAtReference) {}

  /** F at beta = 1, within the budget of the settings from now on. */
  public Outcome estimate(Question question, Prior prior, Progress progress) {
    return estimate(question, prior, Deadline.never(), progress);
  }

  /**
   * F at beta = 1.
   *
   * @param deadline never for the budget of the settings
   * @throws org.cusp.tuning.OutOfTime where time is up before anything can be said
   */
  public Outcome estimate(Question asked, Prior prior, Deadline deadline, Progress progress) {
    asked.model().likelihood().requireLogDensity("free energies");
    Question question = asked.ofParameters();
    Posterior posterior =
        new Posterior(
            question.model(),
            question.data(),
            prior.centre(question.w()),
            question.data().n(),
            prior.gamma(question.model(), question.w()));
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, question.precision(), kernels, workers)) {
      TemperedDraws draws =
          new TemperedRun(settings, kernels, workers)
              .sample(shared.within(deadline), enough(), progress);
      double reference = loss(question);
      Optional<Double> aim =
          settings.draws().isPresent() ? Optional.empty() : Optional.of(precision);
      FreeEnergy found = FreeEnergy.of(draws, new FreeEnergy.Context(reference, aim, List.of()));
      return new Outcome(draws, found, reference);
    }
  }

  /** By the error of MBAR alone; the verdict looks at the rest. */
  private EnoughDraws enough() {
    return draws ->
        FreeEnergy.quick(draws)
            .map(now -> state(now, draws))
            .orElseGet(() -> new StoppingRule.State(Double.NaN, Double.NaN, Double.NaN));
  }

  private StoppingRule.State state(Estimate now, TemperedDraws draws) {
    double byError = now.se() * now.se() / (precision * precision);
    double byLength = (double) LEAST_DRAWS / draws.draws();
    return new StoppingRule.State(now.value(), now.se(), Math.max(byError, byLength));
  }

  private double loss(Question question) {
    return DataLosses.at(
            question.model(),
            question.reference(),
            question.data(),
            question.precision(),
            kernels,
            workers)
        .mean();
  }
}
