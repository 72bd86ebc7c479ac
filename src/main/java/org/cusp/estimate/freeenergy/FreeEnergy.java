package org.cusp.estimate.freeenergy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.estimate.Series;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.verdict.TemperingEvidence;
import org.cusp.verdict.TemperingRules;
import org.cusp.verdict.Verdict;

/**
 * The Bayes free energy of a tempered posterior, in nats:
 *
 * <pre>F = -log integral phi(w) exp(-nBeta L_n(w)) dw,   phi = N(w_c, I / gamma)</pre>
 *
 * with the normalised prior phi; at beta = 1 exp(-F) is the marginal likelihood of the data. The
 * estimate is that of {@link Mbar}; {@link SteppingStone} and {@link ThermodynamicIntegration} on
 * the same draws stand beside it, and where they disagree the verdict says so.
 *
 * <p>Of the same draws, at beta* = 1 / ln n: WBIC, {@code E[n L_n]}, and the learning coefficient
 * {@code dF/d ln beta = beta* (E[n L_n(w)] - n L_n(w_0))} against a reference w_0. Source: S.
 * Watanabe, "A widely applicable Bayesian information criterion", JMLR 14 (2013) 867-897.
 *
 * @param value F by MBAR; R-hat and ESS are the worst of all temperatures
 * @param excess F less nBeta L_n(w_0)
 * @param steppingStone F
 * @param thermodynamicIntegration F; its error includes the discretisation
 * @param discretisation how far the integration's rule may be from the integral, in nats
 * @param wbic absent where 1 / ln n lies above the ladder
 * @param lambda likewise
 * @param heatCapacity beta^2 Var(E) at the posterior's own temperature, which needs no reference
 * @param rungs from the prior to the posterior
 */
public record FreeEnergy(
    Estimate value,
    Estimate excess,
    Estimate steppingStone,
    Estimate thermodynamicIntegration,
    double discretisation,
    Optional<Estimate> wbic,
    Optional<Estimate> lambda,
    Estimate heatCapacity,
    List<Rung> rungs,
    Verdict verdict) {
  public FreeEnergy {
    rungs = List.copyOf(rungs);
  }

  /**
   * One temperature.
   *
   * @param energy mean of n (L_n(w) - L_n(w_0)) with its error, in nats
   * @param a -log E_phi exp(-b E) by MBAR, E against w_0
   * @param acceptance of the transitions; NaN at the prior
   * @param swaps accepted with the next colder one; NaN at the last
   */
  public record Rung(
      double beta,
      Estimate energy,
      double a,
      double rhat,
      double ess,
      double acceptance,
      double swaps) {}

  /**
   * What stands beside the draws.
   *
   * @param reference L_n(w_0), nats per datum
   * @param precision asked for, in nats; empty where the number of draws was given
   */
  public record Context(double reference, Optional<Double> precision, List<String> cautions) {
    public Context {
      cautions = List.copyOf(cautions);
    }
  }

  private static final String STONES = "the stepping-stone estimate";
  private static final String INTEGRAL = "the thermodynamic integral";

  /**
   * F by MBAR alone, cheap enough to be asked for while chains run; empty where an energy is not a
   * number.
   */
  public static Optional<Estimate> quick(TemperedDraws draws) {
    if (!TemperedEnergies.areNumbers(draws.energy())) {
      return Optional.empty();
    }
    TemperedEnergies energies = energies(draws);
    BlockJackknife blocks = BlockJackknife.of(draws.chains(), draws.draws());
    return Optional.of(blocks.of(new Mbar(energies, blocks, energies.last()))[0]);
  }

  /** Everything that these draws say. */
  public static FreeEnergy of(TemperedDraws draws, Context context) {
    TemperedEnergies energies = energies(draws);
    BlockJackknife blocks = BlockJackknife.of(draws.chains(), draws.draws());
    double colder = 1 / Math.log(draws.posterior().n());
    boolean hasWbic = colder < energies.last();
    double star = hasWbic ? colder : energies.last();
    Mbar mbar = new Mbar(energies, blocks, energies.last(), star);
    ThermodynamicIntegration integral = new ThermodynamicIntegration(energies, blocks);
    Estimate[] found =
        blocks.of(new Joined(mbar, new SteppingStone(energies, blocks), integral, energies.last()));
    double discretisation = integral.discretisation();
    double left = Double.isNaN(discretisation) ? 0 : discretisation;
    double offset = draws.posterior().nBeta() * draws.lossAtCentre();
    // Of the reference, in the units of the energies.
    double origin = draws.posterior().n() * (context.reference() - draws.lossAtCentre());
    List<Rung> rungs = rungs(draws, mbar.atRungs(), origin);
    double rhat = rungs.stream().mapToDouble(Rung::rhat).max().orElseThrow();
    double ess = rungs.stream().mapToDouble(Rung::ess).min().orElseThrow();
    Estimate a = found[Joined.A];
    Estimate value = new Estimate(offset + a.value(), a.se(), rhat, ess);
    Estimate ti = found[Joined.INTEGRAL];
    List<TemperingEvidence.Other> others =
        List.of(
            new TemperingEvidence.Other(STONES, found[Joined.STONES_LESS_MBAR]),
            new TemperingEvidence.Other(INTEGRAL, with(found[Joined.INTEGRAL_LESS_MBAR], left)));
    Estimate energy = found[Joined.STAR_ENERGY];
    return new FreeEnergy(
        value,
        new Estimate(a.value() - energies.last() * origin, a.se(), rhat, ess),
        new Estimate(offset + found[Joined.STONES].value(), found[Joined.STONES].se(), rhat, ess),
        new Estimate(offset + ti.value(), with(ti, left).se(), rhat, ess),
        discretisation,
        hasWbic
            ? Optional.of(
                new Estimate(
                    draws.posterior().n() * draws.lossAtCentre() + energy.value(), energy.se()))
            : Optional.empty(),
        hasWbic
            ? Optional.of(new Estimate(star * (energy.value() - origin), star * energy.se()))
            : Optional.empty(),
        found[Joined.CAPACITY],
        rungs,
        TemperingRules.judge(
            evidence(draws, mbar, new Estimate(a.value(), a.se()), rungs, others, context),
            context.cautions()));
  }

  private static Estimate with(Estimate measured, double left) {
    return new Estimate(measured.value(), Math.hypot(measured.se(), left));
  }

  private static TemperedEnergies energies(TemperedDraws draws) {
    return new TemperedEnergies(draws.betas(), draws.energy());
  }

  private static List<Rung> rungs(TemperedDraws draws, double[] a, double origin) {
    List<Rung> rungs = new ArrayList<>();
    for (int k = 0; k < a.length; k++) {
      double[][] energy = draws.energy()[k];
      double beta = draws.betas()[k];
      Estimate mean = new Estimate(Moments.mean(energy) - origin, Mcse.mean(energy));
      rungs.add(
          new Rung(
              beta,
              mean,
              a[k] - beta * origin,
              Rhat.rankNormalised(finite(energy)),
              Ess.bulk(finite(energy)),
              draws.acceptance()[k],
              k + 1 < a.length ? draws.swapAcceptance()[k] : Double.NaN));
    }
    return rungs;
  }

  /** Ranks need an order only: infinite energies of the prior's draws stand last. */
  private static double[][] finite(double[][] energy) {
    return Series.map(energy, e -> e == Double.POSITIVE_INFINITY ? Double.MAX_VALUE : e);
  }

  private static TemperingEvidence evidence(
      TemperedDraws draws,
      Mbar mbar,
      Estimate value,
      List<Rung> rungs,
      List<TemperingEvidence.Other> others,
      Context context) {
    return new TemperingEvidence(
        value,
        rungs.stream()
            .map(r -> new TemperingEvidence.Rung(r.beta(), r.rhat(), r.ess(), r.acceptance()))
            .toList(),
        Arrays.stream(draws.swapAcceptance()).boxed().toList(),
        IntStream.of(draws.arrivals()).boxed().toList(),
        others,
        mbar.residual(),
        context
            .precision()
            .map(se -> new TemperingEvidence.Aim(se, draws.draws(), draws.seconds())));
  }

  /** The three estimators and their differences, which share their draws. */
  private record Joined(
      Mbar mbar, SteppingStone stones, ThermodynamicIntegration integral, double beta)
      implements BlockJackknife.Statistics {
    static final int A = 0;
    static final int STAR_ENERGY = 1;
    static final int CAPACITY = 2;
    static final int STONES = 3;
    static final int INTEGRAL = 4;
    static final int STONES_LESS_MBAR = 5;
    static final int INTEGRAL_LESS_MBAR = 6;

    @Override
    public double[] all() {
      return joined(mbar.all(), stones.all()[0], integral.all()[0]);
    }

    @Override
    public double[] without(int block) {
      return joined(mbar.without(block), stones.without(block)[0], integral.without(block)[0]);
    }

    private double[] joined(double[] stated, double stone, double integrated) {
      return new double[] {
        stated[0],
        stated[Mbar.SPAN + 1],
        beta * beta * stated[2],
        stone,
        integrated,
        stone - stated[0],
        integrated - stated[0]
      };
    }
  }
}
