package org.cusp.exact;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.hipparchus.fraction.BigFraction;

/**
 * Non-negative matrix factorisation of an M x N matrix with H components when the true one has the
 * non-negative rank H0: {@code lambda <= (1/2) [(H - H0) min(M, N) + H0 (M + N - 2) + odd]}, odd =
 * 1 for odd H0; exact for H0 = 0 and for H = H0 in {1, 2}.
 *
 * <p>For H0 = 0 K is comparable to the sum over the components of {@code |a_k|^2 |b_k|^2}, whence m
 * = H + 1 for M = N, else 1.
 *
 * <p>Source: N. Hayashi, S. Watanabe, Upper bound of Bayesian generalization error in non-negative
 * matrix factorization, Neurocomputing 266 (2017) 21, doi:10.1016/j.neucom.2017.04.068; N. Hayashi,
 * S. Watanabe, Tighter upper bound of real log canonical threshold of non-negative matrix
 * factorization and its application to Bayesian inference, IEEE SSCI 2017.
 *
 * @param rows M, at least 1
 * @param columns N, at least 1
 * @param components H, at least 1
 * @param trueRank H0, from 0 to min(M, N, H)
 */
public record Nmf(int rows, int columns, int components, int trueRank) implements ClosedForm {
  public Nmf {
    Check.atLeast("rows", rows, 1);
    Check.atLeast("columns", columns, 1);
    Check.atLeast("components", components, 1);
    Check.atLeast("rank", trueRank, 0);
    int bound = Math.min(components, Math.min(rows, columns));
    if (trueRank > bound) {
      throw new InvalidInput(
          "rank must be at most min(rows, columns, components) = " + bound + ", got " + trueRank);
    }
  }

  @Override
  public Rlct rlct() {
    BigFraction twice =
        Fractions.product((long) components - trueRank, Math.min(rows, columns))
            .add(Fractions.product(trueRank, (long) rows + columns - 2))
            .add(trueRank % 2);
    BigFraction lambda = Fractions.half(twice);
    String source = "Hayashi and Watanabe 2017, Neurocomputing 266:21 and IEEE SSCI 2017";
    if (trueRank == 0) {
      return Rlct.exact(lambda, rows == columns ? components + 1 : 1, source);
    }
    return components == trueRank && trueRank <= 2
        ? Rlct.exact(lambda, 1, source)
        : Rlct.upperBound(lambda, 1, source);
  }

  @Override
  public List<String> conditions() {
    return List.of("non-negative factors, a prior positive and bounded on them (also at 0)");
  }
}
