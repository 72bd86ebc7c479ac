package org.cusp.exact;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.hipparchus.fraction.BigFraction;

/**
 * Reduced-rank regression {@code y = B A x + noise} with an {@code outputs x hidden} matrix B and a
 * {@code hidden x inputs} matrix A, when the true map has the given rank r.
 *
 * <p>With M inputs, N outputs and H hidden units, in the four cases of Aoyagi and Watanabe:
 *
 * <ul>
 *   <li>{@code N+r <= M+H, M+r <= N+H, H+r <= M+N}: lambda = {@code [2(H+r)(M+N) - (M-N)^2 -
 *       (H+r)^2 + odd] / 8}, where odd = 1 and m = 2 if M+N+H+r is odd, else odd = 0 and m = 1;
 *   <li>{@code M+H < N+r}: {@code (HM - Hr + Nr) / 2}; {@code N+H < M+r}: {@code (HN - Hr + Mr) /
 *       2}; {@code M+N < H+r}: {@code MN / 2}; each with m = 1.
 * </ul>
 *
 * <p>Where H &lt; r the truth is out of reach; the best approximations form a manifold on which the
 * model is regular, {@code lambda = H(M+N-H)/2}, m = 1.
 *
 * <p>Source: M. Aoyagi, S. Watanabe, Stochastic complexities of reduced rank regression in Bayesian
 * estimation, Neural Networks 18 (2005) 924-933, doi:10.1016/j.neunet.2005.03.014.
 *
 * @param inputs M, at least 1
 * @param outputs N, at least 1
 * @param hidden H, at least 1
 * @param rank r, from 0 to min(inputs, outputs)
 */
public record ReducedRank(int inputs, int outputs, int hidden, int rank) implements ClosedForm {
  private static final String SOURCE =
      "Aoyagi and Watanabe 2005, Neural Networks 18:924, doi:10.1016/j.neunet.2005.03.014";

  public ReducedRank {
    Check.atLeast("inputs", inputs, 1);
    Check.atLeast("outputs", outputs, 1);
    Check.atLeast("hidden", hidden, 1);
    Check.atLeast("rank", rank, 0);
    int bound = Math.min(inputs, outputs);
    if (rank > bound) {
      throw new InvalidInput(
          "rank must be at most min(inputs, outputs) = " + bound + ", got " + rank);
    }
  }

  @Override
  public Rlct rlct() {
    long m = inputs;
    long n = outputs;
    long h = hidden;
    long r = rank;
    if (h < r) {
      return regular(Fractions.half(Fractions.product(h, m + n - h)));
    }
    if (m + h < n + r) {
      return regular(Fractions.half(Fractions.product(h, m - r).add(Fractions.product(n, r))));
    }
    if (n + h < m + r) {
      return regular(Fractions.half(Fractions.product(h, n - r).add(Fractions.product(m, r))));
    }
    if (m + n < h + r) {
      return regular(Fractions.half(Fractions.product(m, n)));
    }
    long odd = (m + n + h + r) % 2;
    BigFraction eightfold =
        Fractions.product(2 * (h + r), m + n)
            .subtract(Fractions.product(m - n, m - n))
            .subtract(Fractions.product(h + r, h + r))
            .add(odd);
    return Rlct.exact(eightfold.divide(8), odd == 1 ? 2 : 1, SOURCE);
  }

  private static Rlct regular(BigFraction lambda) {
    return Rlct.exact(lambda, 1, SOURCE);
  }

  @Override
  public List<String> conditions() {
    return hidden >= rank
        ? List.of(
            "Gaussian noise, inputs with a regular second moment, a prior positive on the fibre")
        : List.of(
            "hidden < rank: the best approximations are regular",
            "the singular values " + hidden + " and " + (hidden + 1) + " of the true map differ");
  }
}
