package org.cusp.estimate.llc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.diagnostics.Drift;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.diagnostics.WideInterval;
import org.cusp.estimate.EnergyDraws;
import org.cusp.estimate.EnergyDraws.Energies;
import org.cusp.estimate.Series;
import org.cusp.point.PointCheck;
import org.cusp.run.ChainStatus;
import org.cusp.run.Draws;
import org.cusp.verdict.Evidence;
import org.cusp.verdict.ReplicaCheck;
import org.cusp.verdict.Verdict;
import org.cusp.verdict.VerdictRules;

/**
 * The local learning coefficient at w*:
 *
 * <pre>lambda(w*) = nBeta ( E[L_n(w)] - L_n(w*) )</pre>
 *
 * with the expectation under the localised tempered posterior. The draws hold the difference
 * already, taken on the same data, so its mean is unbiased and L_n(w*) adds no error. What the
 * number converges to with more draws is this expectation at finite n, gamma and temperature, not
 * the asymptotic coefficient.
 *
 * <p>Source: E. Lau et al., AISTATS 2025, arXiv:2308.12108.
 *
 * @param estimate the LLC; NaN where no chain completed
 * @param lambda what may be compared to a learning coefficient; absent where nothing is known
 * @param companions other estimators from the same draws; absent where too few chains completed
 * @param extrapolation where the sampler was run at two step sizes
 * @param point what is known of w*
 */
public record Llc(
    Estimate estimate,
    Optional<Lambda> lambda,
    Verdict verdict,
    Optional<Companions> companions,
    Optional<StepExtrapolation> extrapolation,
    Optional<PointCheck> point) {
  /** What a verdict takes into account beside the draws. */
  public record Context(
      Optional<Draws> coarse,
      Optional<PointCheck> point,
      Optional<ReplicaCheck> replicas,
      Optional<Double> precision) {
    /** Nothing. */
    public static Context none() {
      return new Context(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /** The estimate and the verdict from these draws alone. */
  public static Llc of(Draws draws) {
    return of(draws, Context.none());
  }

  /** The estimate and the verdict. */
  public static Llc of(Draws draws, Context context) {
    if (!isStochastic(draws) && ConstantLoss.holds(draws)) {
      return ConstantLoss.llc(draws, context.point());
    }
    Optional<StepExtrapolation> extrapolation = extrapolation(draws, context);
    Estimate estimate =
        extrapolation.map(StepExtrapolation::atZero).orElseGet(() -> estimate(draws));
    Optional<EnergyDraws> energies = energies(draws);
    Evidence evidence = evidence(draws, estimate, context);
    if (energies.isPresent()) {
      evidence = EnergyEvidence.added(evidence, energies.get());
    }
    evidence = evidence.withVirial(draws.virial());
    if (extrapolation.isPresent()) {
      evidence = evidence.withStepBias(extrapolation.get().remaining());
    }
    return new Llc(
        estimate,
        lambda(draws, estimate, energies, context.point()),
        VerdictRules.judge(evidence, cautions(draws, extrapolation)),
        energies.map(
            found -> Companions.of(found, draws.virial(), wide(draws, context, extrapolation))),
        extrapolation,
        context.point());
  }

  /** A regular model needs no K of the population: there the descent is exact. */
  private static Optional<Lambda> lambda(
      Draws draws, Estimate llc, Optional<EnergyDraws> energies, Optional<PointCheck> point) {
    int parameters = draws.posterior().size();
    boolean isRegular = point.map(PointCheck::isPositiveDefinite).orElse(false);
    if (energies.isPresent() && !isRegular && Lambda.isUsable(draws.keptWatched())) {
      return Lambda.of(llc, draws.keptWatched(), energies.get(), point, parameters);
    }
    return point.flatMap(check -> Lambda.of(llc, check, draws.posterior(), energies));
  }

  /**
   * The LLC where time was up before anything could be said of it.
   *
   * @param reasons what it would take, and what is known
   */
  static Llc unknown(List<String> reasons, Optional<PointCheck> point) {
    return new Llc(
        new Estimate(Double.NaN, Double.NaN, Double.NaN, 0),
        Optional.empty(),
        new Verdict(Verdict.Status.REJECTED, reasons, List.of()),
        Optional.empty(),
        Optional.empty(),
        point);
  }

  /** The same with another lambda. */
  public Llc with(Lambda other) {
    return new Llc(estimate, Optional.of(other), verdict, companions, extrapolation, point);
  }

  /** The same with more to be told. */
  Llc with(List<String> cautions) {
    List<String> all = Stream.concat(verdict.cautions().stream(), cautions.stream()).toList();
    Verdict told = new Verdict(verdict.status(), verdict.reasons(), all);
    return new Llc(estimate, lambda, told, companions, extrapolation, point);
  }

  private static Estimate estimate(Draws draws) {
    if (draws.completeChains().length == 0) {
      return new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    double nBeta = draws.posterior().nBeta();
    double[][] kept = draws.keptDeltaLoss();
    return new Estimate(
        nBeta * Moments.mean(kept),
        nBeta * Mcse.mean(kept),
        Rhat.rankNormalised(kept),
        Ess.bulk(kept));
  }

  /**
   * Where the LLC may lie, with what has not mixed: told of a doubtful one, since a trusted one has
   * no need of it and of a rejected one nothing can be said.
   */
  public Optional<WideInterval> doubtful() {
    return verdict.status() == Verdict.Status.DOUBTFUL
        ? companions.flatMap(Companions::wide)
        : Optional.empty();
  }

  private static Optional<WideInterval> wide(
      Draws draws, Context context, Optional<StepExtrapolation> extrapolation) {
    Optional<WideInterval> fine = wide(draws);
    return extrapolation.isEmpty()
        ? fine
        : fine.flatMap(
            at ->
                context
                    .coarse()
                    .flatMap(Llc::wide)
                    .map(coarse -> extrapolation.get().wide(coarse, at)));
  }

  private static Optional<WideInterval> wide(Draws draws) {
    double nBeta = draws.posterior().nBeta();
    return draws.completeChains().length == 0
        ? Optional.empty()
        : WideInterval.of(Series.map(draws.keptDeltaLoss(), u -> nBeta * u), draws.virial());
  }

  /** Absent where the larger step left no chain: then the finer one stands alone. */
  private static Optional<StepExtrapolation> extrapolation(Draws draws, Context context) {
    return context
        .coarse()
        .filter(coarse -> coarse.completeChains().length > 0)
        .filter(coarse -> draws.completeChains().length > 0)
        .map(
            coarse ->
                new StepExtrapolation(
                    StepExtrapolation.At.of(coarse, estimate(coarse)),
                    StepExtrapolation.At.of(draws, estimate(draws))));
  }

  private static Evidence evidence(Draws draws, Estimate estimate, Context context) {
    Evidence evidence =
        Evidence.of(
            draws.posterior(),
            new Estimate(estimate.value(), estimate.se()),
            chains(draws, estimate));
    if (context.point().isPresent()) {
      evidence = evidence.withPoint(context.point().get());
    }
    if (context.replicas().isPresent()) {
      evidence = evidence.withReplicas(context.replicas().get());
    }
    if (context.precision().isPresent()) {
      evidence =
          evidence.withAim(
              new Evidence.Aim(context.precision().get(), draws.plan().draws(), draws.seconds()));
    }
    return evidence;
  }

  private static Evidence.ChainFacts chains(Draws draws, Estimate estimate) {
    Drift drift =
        draws.completeChains().length == 0
            ? new Drift(Double.NaN, Double.NaN, Double.NaN)
            : Drift.betweenHalves(draws.keptDeltaLoss());
    Evidence.ChainFacts facts =
        Evidence.ChainFacts.of(
            draws.plan().chains(),
            frozenChains(draws),
            Evidence.Mixing.of(estimate.rhat(), estimate.ess(), drift));
    return isStochastic(draws)
        ? facts
        : facts
            .withAcceptance(Arrays.stream(draws.acceptance()).min().orElse(Double.NaN))
            .withStuck(stuckChains(draws));
  }

  private static Optional<EnergyDraws> energies(Draws draws) {
    if (draws.completeChains().length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        EnergyDraws.of(draws, isStochastic(draws) ? Energies.ON_MINIBATCHES : Energies.EXACT));
  }

  private static boolean isStochastic(Draws draws) {
    return !draws.plan().sampler().isExact();
  }

  private static List<String> cautions(Draws draws, Optional<StepExtrapolation> extrapolation) {
    return isStochastic(draws) && extrapolation.isEmpty()
        ? List.of(
            "the error does not include the step-size bias of " + draws.plan().sampler().name())
        : List.of();
  }

  /** Those that made no move at all, by their numbers from 0. */
  private static List<Integer> stuckChains(Draws draws) {
    double[][] distance = draws.keptSquaredDistance();
    int[] complete = draws.completeChains();
    return IntStream.range(0, complete.length)
        .filter(i -> Arrays.stream(distance[i]).allMatch(r -> r == distance[i][0]))
        .mapToObj(i -> complete[i])
        .toList();
  }

  private static List<Integer> frozenChains(Draws draws) {
    List<Integer> frozen = new ArrayList<>();
    for (int chain = 0; chain < draws.status().size(); chain++) {
      if (draws.status().get(chain) instanceof ChainStatus.Frozen) {
        frozen.add(chain);
      }
    }
    return frozen;
  }
}
