package org.cusp.exact;

import java.util.List;
import org.cusp.contract.Check;
import org.hipparchus.fraction.BigFraction;

/**
 * A Vandermonde-matrix type singularity: H hidden units with one input, {@code f(x) = sum_i a_i
 * sigma(b_i x)} with a_i in R^M and a Taylor series of sigma with the powers 1, 1 + Q, 1 + 2Q, ...,
 * when the true function is zero.
 *
 * <p>With the largest k that has {@code 2H >= M (k (k-1) Q + 2k)}: {@code lambda = (M Q k (k+1) +
 * 2H) / (4 (1 + k Q))}; m = 2 where the bound is met with equality, else 1.
 *
 * <p>Source: M. Aoyagi, A Bayesian learning coefficient of generalization error and Vandermonde
 * matrix-type singularities, Communications in Statistics 39 (2010) 2667; see also M. Aoyagi, K.
 * Nagata, Learning coefficient of generalization error in Bayesian estimation and Vandermonde
 * matrix-type singularity, Neural Computation 24 (2012) 1569, doi:10.1162/NECO_a_00271.
 *
 * @param hidden H, at least 1
 * @param outputs M, at least 1
 * @param step Q, at least 1
 */
public record Vandermonde(int hidden, int outputs, int step) implements ClosedForm {
  public Vandermonde {
    Check.inRange("hidden", hidden, 1, 1_000_000_000);
    Check.inRange("outputs", outputs, 1, 1_000_000_000);
    Check.inRange("step", step, 1, 1_000_000);
  }

  @Override
  public Rlct rlct() {
    long k = 0;
    while (2L * hidden >= needed(k + 1)) {
      k++;
    }
    BigFraction numerator = Fractions.product((long) outputs * step, k * (k + 1)).add(2L * hidden);
    BigFraction lambda = numerator.divide(new BigFraction(4 * (1 + k * step)));
    return Rlct.exact(
        lambda,
        k > 0 && 2L * hidden == needed(k) ? 2 : 1,
        "Aoyagi 2010, Comm. Statist. 39:2667; Aoyagi and Nagata 2012, doi:10.1162/NECO_a_00271");
  }

  private long needed(long k) {
    return outputs * (k * (k - 1) * step + 2 * k);
  }

  @Override
  public List<String> conditions() {
    return List.of("the true function is zero; one input; a prior positive on the zeros of K");
  }
}
