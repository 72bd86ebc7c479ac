package org.cusp.estimate;

import java.util.Arrays;
import java.util.Locale;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.run.Draws;

/**
 * Draws of one posterior as the estimators beside the LLC read them. None of these reads L_n(w*)
 * again: all are functions of the joint law of u = dL and r = |w - w*|^2.
 *
 * <p>Where dL is measured on minibatches its noise adds to every variance of u, pulls the lowest
 * draw down and enters exponents: what depends on more than the mean of u is biased, by nBeta^2
 * Var(batch noise) to first order. Such estimators refuse {@link Energies#ON_MINIBATCHES}. What is
 * linear in u is not biased.
 *
 * @param deltaLoss [chain][draw], u = L_n(w) - L_n(w*) in nats per datum, after burn-in
 * @param squaredDistance [chain][draw], r, at the same parameters
 * @param energies how dL was measured
 */
public record EnergyDraws(
    double[][] deltaLoss,
    double[][] squaredDistance,
    double nBeta,
    double gamma,
    Energies energies) {
  /** How a loss difference was measured. */
  public enum Energies {
    /** Over all data, at one parameter. */
    EXACT,
    /** On the batch of a step, or averaged over steps. */
    ON_MINIBATCHES
  }

  public EnergyDraws {
    Check.atLeast("chains", deltaLoss.length, 1);
    Check.equal("chains of squared distances", squaredDistance.length, deltaLoss.length);
    for (int chain = 0; chain < deltaLoss.length; chain++) {
      Check.equal("draws of a chain", deltaLoss[chain].length, deltaLoss[0].length);
      Check.equal(
          "squared distances of a chain", squaredDistance[chain].length, deltaLoss[0].length);
    }
    Check.positive("nBeta", nBeta);
    Check.nonNegative("gamma", gamma);
  }

  /** The kept draws of the complete chains. */
  public static EnergyDraws of(Draws draws, Energies energies) {
    return new EnergyDraws(
        draws.keptDeltaLoss(),
        draws.keptSquaredDistance(),
        draws.posterior().nBeta(),
        draws.posterior().gamma(),
        energies);
  }

  /** nBeta u. */
  public double[][] energy() {
    return Series.map(deltaLoss, u -> nBeta * u);
  }

  /** These draws, if their energies are exact. */
  public EnergyDraws requireExact(String estimator) {
    if (energies != Energies.EXACT) {
      throw new InvalidInput(
          estimator + " needs energies over all data: the noise of minibatches would bias it");
    }
    return this;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d chains of %d draws at nBeta %s, gamma %s, %s",
        deltaLoss.length,
        Arrays.stream(deltaLoss).mapToInt(row -> row.length).max().orElse(0),
        nBeta,
        gamma,
        energies);
  }
}
