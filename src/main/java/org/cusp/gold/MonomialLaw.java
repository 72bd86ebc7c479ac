package org.cusp.gold;

import java.util.Arrays;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * The law of {@code g(w) = w_1^(k_1) ... w_d^(k_d)} for independent w_i in [-1, 1] with densities
 * proportional to {@code |w_i|^(h_i)}.
 *
 * <p>{@code -log|w_i|^(k_i)} is exponential with rate {@code r_i = (h_i + 1) / k_i}, so {@code u =
 * -log|g|} is a sum of exponentials: Erlang if all rates agree, hypoexponential if all differ. The
 * sign of g is a fair coin, independent of |g|, unless all powers are even.
 *
 * @param powers k_i, at least 1 each; up to three
 * @param prior h_i, at least 0 each, as many
 */
public record MonomialLaw(List<Integer> powers, List<Integer> prior) {
  private static final int LARGEST_DIMENSION = 3;

  public MonomialLaw {
    powers = List.copyOf(powers);
    prior = List.copyOf(prior);
    Check.inRange("number of powers", powers.size(), 1, LARGEST_DIMENSION);
    Check.equal("number of prior exponents", prior.size(), powers.size());
    powers.forEach(k -> Check.atLeast("power", k, 1));
    prior.forEach(h -> Check.atLeast("prior exponent", h, 0));
    if (!hasClosedForm(powers, prior)) {
      throw new InvalidInput(
          "powers " + powers + ": the ratios (h + 1)/k must be all equal or all different");
    }
  }

  /** Whether the law of such a monomial is known here. */
  static boolean covers(List<Integer> powers, List<Integer> prior) {
    return powers.size() <= LARGEST_DIMENSION && hasClosedForm(powers, prior);
  }

  private static boolean hasClosedForm(List<Integer> powers, List<Integer> prior) {
    long distinct = Arrays.stream(rates(powers, prior)).distinct().count();
    return distinct == 1 || distinct == powers.size();
  }

  /** Under a uniform prior. */
  public static MonomialLaw of(Integer... powers) {
    return new MonomialLaw(List.of(powers), Arrays.stream(powers).map(k -> 0).toList());
  }

  private static double[] rates(List<Integer> powers, List<Integer> prior) {
    double[] rates = new double[powers.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = (prior.get(i) + 1.0) / powers.get(i);
    }
    return rates;
  }

  /** Whether g takes positive values only. */
  boolean isOneSigned() {
    return powers.stream().allMatch(k -> k % 2 == 0);
  }

  /** The smallest rate: {@code P(|g| < s)} falls like s to this power, up to logarithms. */
  double slowestRate() {
    return Arrays.stream(rates(powers, prior)).min().orElseThrow();
  }

  /** The density of {@code u = -log|g| >= 0}. */
  double densityOfLog(double u) {
    double[] rates = rates(powers, prior);
    int d = rates.length;
    if (Arrays.stream(rates).distinct().count() == 1) {
      double factorial = d == 3 ? 2 : 1;
      return Math.pow(rates[0], d) * Math.pow(u, d - 1) / factorial * Math.exp(-rates[0] * u);
    }
    double density = 0;
    for (int i = 0; i < d; i++) {
      double factor = rates[i];
      for (int j = 0; j < d; j++) {
        factor *= j == i ? 1 : rates[j] / (rates[j] - rates[i]);
      }
      density += factor * Math.exp(-rates[i] * u);
    }
    return Math.max(density, 0);
  }
}
