package org.cusp.tensor.update;

import org.cusp.contract.Check;

/**
 * One Langevin step: w := w - (stepSize/2) (nBeta g + gamma (w - centre)) + N(0, stepSize).
 *
 * @param stepSize the variance of the noise; positive, or 0 for no move at all
 * @param nBeta factor of the gradient of the mean loss per datum
 * @param gamma strength of the localisation
 * @param noiseScale multiplies the noise: 1, or 0 for the noiseless gradient step
 */
public record LangevinStep(double stepSize, double nBeta, double gamma, double noiseScale) {
  /** Operands w (Modified), gradient of the mean loss, centre; factors as {@link #factors}. */
  public static final Update UPDATE =
      Update.named("langevin")
          .set(
              0,
              Term.value(0)
                  .plus(
                      Update.sum(
                          Term.factor(0).times(Term.value(1)),
                          Term.factor(1).times(Term.value(0).minus(Term.value(2))),
                          Term.factor(2).times(Term.noise()))));

  public LangevinStep {
    Check.nonNegative("stepSize", stepSize);
    Check.nonNegative("nBeta", nBeta);
    Check.nonNegative("gamma", gamma);
    Check.nonNegative("noiseScale", noiseScale);
  }

  public double gradientFactor() {
    return -0.5 * stepSize * nBeta;
  }

  public double localisationFactor() {
    return -0.5 * stepSize * gamma;
  }

  public double noiseFactor() {
    return noiseScale * Math.sqrt(stepSize);
  }

  /** Those of {@link #UPDATE}: gradient, localisation, noise. */
  public double[] factors() {
    return new double[] {gradientFactor(), localisationFactor(), noiseFactor()};
  }
}
