package org.cusp.api;

import java.time.Duration;
import java.util.OptionalDouble;
import org.cusp.data.DataSet;
import org.cusp.estimate.freeenergy.FreeEnergyEstimator;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.model.Model;
import org.cusp.run.Progress;
import org.cusp.spec.sampling.TemperingSpec;

/**
 * A free energy to be estimated. Immutable: each method gives another question.
 *
 * @param precision standard error in nats at which sampling ends
 * @since 0.2.0
 */
public record FreeEnergyQuestion(
    Basin basin, Prior prior, TemperingSpec settings, double precision, Machine machine) {
  /** A model, its data and a parameter, about which a local prior stands. */
  public record Basin(Model model, DataSet data, double[] w) {}

  static FreeEnergyQuestion of(Model model, DataSet data, double[] w) {
    return new FreeEnergyQuestion(
        new Basin(model, data, w),
        new Prior.Local(OptionalDouble.empty()),
        TemperingSpec.defaults(1),
        FreeEnergyEstimator.DEFAULT_PRECISION,
        Machine.here());
  }

  /** Under the prior N(0, sd^2): the free energy of the model; unless said, of the basin of w. */
  public FreeEnergyQuestion globalPrior(double sd) {
    return new FreeEnergyQuestion(basin, new Prior.Global(sd), settings, precision, machine);
  }

  /** Under the prior N(w, 1 / gamma). */
  public FreeEnergyQuestion localPrior(double gamma) {
    Prior local = new Prior.Local(OptionalDouble.of(gamma));
    return new FreeEnergyQuestion(basin, local, settings, precision, machine);
  }

  /** Ends after so long; 60 s unless said. */
  public FreeEnergyQuestion budget(Duration time) {
    return with(settings.withBudget(time.toNanos() / 1e9));
  }

  /** So many draws of each chain, however long they take: the same bits every time. */
  public FreeEnergyQuestion draws(int count) {
    return with(settings.withDraws(count));
  }

  /** Chains, draws, budget and seed. */
  public FreeEnergyQuestion with(TemperingSpec other) {
    return new FreeEnergyQuestion(basin, prior, other, precision, machine);
  }

  /** Other kernels, threads or precision. */
  public FreeEnergyQuestion on(Machine other) {
    return new FreeEnergyQuestion(basin, prior, settings, precision, other);
  }

  /**
   * The free energy by three estimators side by side, with a verdict.
   *
   * @throws org.cusp.contract.InvalidInput where model, data and parameter do not fit
   * @throws org.cusp.tuning.OutOfTime where the budget ends before anything can be said
   */
  public FreeEnergyEstimator.Outcome run() {
    return machine.with(
        workers ->
            new FreeEnergyEstimator(settings, precision, machine.kernels(), workers)
                .estimate(
                    new FreeEnergyEstimator.Question(
                        basin.model(), machine.precision(), basin.data(), basin.w(), basin.w()),
                    prior,
                    Progress.NONE));
  }
}
