package org.cusp.estimate.llc.colder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.diagnostics.Rhat;
import org.cusp.diagnostics.Thresholds;
import org.cusp.estimate.EnergyDraws;
import org.cusp.estimate.llc.KnownPopulation;
import org.cusp.estimate.llc.Lambda;
import org.cusp.estimate.llc.Llc;
import org.cusp.estimate.llc.LlcEstimator.Outcome;
import org.cusp.point.PointCheck;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.run.observer.Observer;
import org.cusp.sampler.SamplerRequest;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.tuning.MetropolisRun;
import org.cusp.verdict.Verdict;

/**
 * Draws at colder temperatures than that of an LLC, gamma as it was, for a better {@link
 * Lambda#of(List)}: what gamma holds of lambda is a function of nBeta / gamma and goes with it.
 *
 * <p>Only of problems whose population K is known, and by Metropolis-corrected chains on all data,
 * where that is cheap. Without noise in the data K_n is no more than K on some inputs, and ten and
 * a hundred times nBeta are as good as nBeta. With noise the luck of the data cancels at every beta
 * as n grows, but at one n the worse the colder it is: there the posterior itself, nBeta = n, is
 * the coldest. Of data whose K is not known a colder posterior says what is around the minimum of
 * these data, and not what is around the truth.
 */
public record ColderDraws(KernelProvider kernels, Workers workers) {
  private static final double[] WITHOUT_NOISE = {10, 100};

  /** Nats below w* that rounding may show where there is no noise. */
  private static final double NO_DESCENT = 1e-3;

  /** What took so many times less than there is time left is cheap. */
  private static final double CHEAP = 4;

  /** A warm-up that took less than this share of its time was not cut. */
  private static final double SHARE_OF_WARM_UP = 0.25;

  /**
   * With draws at colder temperatures, where nothing but precision and budget was asked of the
   * draws, and there is time.
   */
  public Outcome beside(
      Outcome outcome, Target target, double[] w, LlcSpec settings, Deadline deadline) {
    Optional<ToDoubleFunction<double[]>> population = KnownPopulation.of(target, w);
    boolean isAsked = settings.draws().isEmpty() && settings.nBeta().isEmpty();
    if (!isAsked || population.isEmpty() || !isUsable(outcome)) {
      return outcome;
    }
    List<Lambda> found = new ArrayList<>(List.of(outcome.llc().lambda().orElseThrow()));
    double taken = outcome.draws().seconds();
    for (double nBeta : temperatures(outcome)) {
      double start = deadline.spent();
      if (CHEAP * taken > deadline.left()) {
        break;
      }
      Optional<Lambda> colder = at(nBeta, outcome, target, population.get(), deadline);
      if (colder.isEmpty()) {
        break;
      }
      found.add(colder.get());
      taken = deadline.spent() - start;
    }
    return with(found, outcome);
  }

  /** As many temperatures as in the run that is replayed, however long they take. */
  public Outcome replay(Outcome outcome, Target target, double[] w, int colder) {
    if (colder == 0) {
      return outcome;
    }
    ToDoubleFunction<double[]> population = KnownPopulation.of(target, w).orElseThrow();
    List<Lambda> found = new ArrayList<>(List.of(outcome.llc().lambda().orElseThrow()));
    for (double nBeta : temperatures(outcome)) {
      if (found.size() <= colder) {
        found.add(at(nBeta, outcome, target, population, Deadline.never()).orElseThrow());
      }
    }
    return with(found, outcome);
  }

  private static Outcome with(List<Lambda> found, Outcome outcome) {
    return found.size() < 2
        ? outcome
        : new Outcome(
            outcome.draws(),
            outcome.llc().with(Lambda.of(found)),
            outcome.cost(),
            outcome.how(),
            outcome.seen(),
            outcome.start());
  }

  private static boolean isUsable(Outcome outcome) {
    Llc llc = outcome.llc();
    return outcome.choice().sampler().isExact()
        && llc.verdict().status() != Verdict.Status.REJECTED
        && llc.lambda().filter(found -> found.way() == Lambda.Way.POPULATION).isPresent();
  }

  private static double[] temperatures(Outcome outcome) {
    Posterior posterior = outcome.draws().posterior();
    boolean hasNoNoise = outcome.llc().point().filter(ColderDraws::isMinimum).isPresent();
    return hasNoNoise
        ? DoubleStream.of(WITHOUT_NOISE).map(factor -> factor * posterior.nBeta()).toArray()
        : new double[] {posterior.count()};
  }

  private static boolean isMinimum(PointCheck point) {
    return point.gradientGain() < NO_DESCENT && point.descent().value() < NO_DESCENT;
  }

  /** As many draws as at the temperature of the LLC; absent where they cannot be relied upon. */
  private Optional<Lambda> at(
      double nBeta,
      Outcome outcome,
      Target target,
      ToDoubleFunction<double[]> population,
      Deadline deadline) {
    Posterior warm = outcome.draws().posterior();
    Posterior cold = new Posterior(warm.model(), warm.data(), warm.centre(), nBeta, warm.gamma());
    double start = deadline.left();
    try (PosteriorTensors whole = PosteriorTensors.of(cold, target.precision(), kernels, workers)) {
      MetropolisRun.Drawn drawn =
          run(outcome, population)
              .sample(whole.within(deadline), outcome.schedule().chains(), Progress.NONE);
      boolean isWhole =
          drawn.draws().plan().draws() == outcome.draws().plan().draws()
              && drawn.warmUp().seconds() < SHARE_OF_WARM_UP * start;
      return isWhole ? lambda(drawn.draws(), outcome) : Optional.empty();
    } catch (TimeIsUp e) {
      return Optional.empty();
    }
  }

  private MetropolisRun run(Outcome outcome, ToDoubleFunction<double[]> population) {
    SamplerRequest sampler = outcome.schedule().request();
    LlcSpec settings =
        LlcSpec.defaults(outcome.draws().plan().seed())
            .edit()
            .draws(outcome.draws().plan().draws())
            .build();
    return new MetropolisRun(
        settings,
        sampler,
        outcome.schedule().curvature(),
        kernels,
        workers,
        new MetropolisRun.Watchers(Optional.of(population), Observer.NONE));
  }

  private static Optional<Lambda> lambda(Draws draws, Outcome outcome) {
    double[][] population = draws.keptWatched();
    boolean isWhole = draws.completeChains().length == draws.plan().chains();
    if (!isWhole || !Lambda.isUsable(population)) {
      return Optional.empty();
    }
    Llc llc = Llc.of(draws);
    boolean hasMixed =
        Rhat.rankNormalised(population) < Thresholds.RHAT_REJECTED
            && llc.estimate().rhat() < Thresholds.RHAT_REJECTED
            && llc.estimate().ess() > Thresholds.ESS_REJECTED;
    EnergyDraws energies = EnergyDraws.of(draws, EnergyDraws.Energies.EXACT);
    return hasMixed
        ? Lambda.of(
            llc.estimate(), population, energies, outcome.llc().point(), draws.posterior().size())
        : Optional.empty();
  }
}
