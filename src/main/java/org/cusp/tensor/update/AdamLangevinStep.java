package org.cusp.tensor.update;

import java.util.Arrays;
import org.cusp.contract.Check;

/**
 * {@link RmsPropLangevinStep} with a running mean of the gradient in place of the gradient:
 *
 * <pre>
 * m &lt;- beta1 m + (1 - beta1) g
 * w &lt;- w - (stepSize s / 2) (nBeta m / (1 - beta1^t) + gamma (w - centre)) + N(0, stepSize s)
 * </pre>
 *
 * @param preconditioned what RMSProp does with the same gradient
 * @param beta1 decay of the running mean, in [0, 1)
 */
public record AdamLangevinStep(RmsPropLangevinStep preconditioned, double beta1) {
  /** The number of the factor that has {@link #firstCorrection} in it. */
  public static final int MEAN_GRADIENT = 0;

  /**
   * Operands w (Modified), gradient of the mean loss, centre, running mean of its square, running
   * mean of the gradient (both Modified); factors as {@link #factors}.
   */
  public static final Update UPDATE =
      Update.named("adam-langevin")
          .set(4, Term.factor(7).times(Term.value(4)).plus(Term.factor(8).times(Term.value(1))))
          .set(3, RmsPropLangevinStep.squares(Term.value(3), Term.value(1), 3, 4))
          .set(
              0,
              RmsPropLangevinStep.moved(
                  Term.factor(0).times(Term.value(4)),
                  RmsPropLangevinStep.scale(Term.value(3), 5, 6)));

  public AdamLangevinStep {
    Check.inRange("beta1", beta1, 0.0, Math.nextDown(1.0));
  }

  public double firstCorrection() {
    return 1 / (1 - Math.pow(beta1, preconditioned.t()));
  }

  /**
   * Those of {@link #UPDATE}: mean gradient with its correction, then as {@link
   * RmsPropLangevinStep#factors}, then beta1 and 1 - beta1.
   */
  public double[] factors() {
    double[] factors = Arrays.copyOf(preconditioned.factors(), 9);
    factors[0] = preconditioned.langevin().gradientFactor() * firstCorrection();
    factors[7] = beta1;
    factors[8] = 1 - beta1;
    return factors;
  }
}
