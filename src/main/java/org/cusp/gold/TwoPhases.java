package org.cusp.gold;

import org.cusp.contract.Check;
import org.hipparchus.analysis.solvers.BisectionSolver;

/**
 * Two phases of equal prior mass that compete for the truth {@code N(0, I_2)}, each with one
 * parameter uniform on [-1, 1]: A predicts {@code N((d, u^2), I_2)}, less accurate but more
 * degenerate (lambda = 1/4), B predicts {@code N((v, 0), I_2)} (lambda = 1/2). Small samples prefer
 * A, large ones B.
 *
 * <p>Three things go by the name of free energy here. That of the <em>population</em> has K in
 * place of K_n: {@code -log integral exp(-n K)} with {@code K_A = (d^2 + u^4)/2} and {@code K_B =
 * v^2/2}. That of a <em>data set</em> is, with the mean y of the data and less n S_n, the loss of
 * the truth,
 *
 * <pre>
 *   F_A = n d^2/2 - n d y_1 - log integral exp(-n (u^4/2 - y_2 u^2)),   F_B = -log integral exp(-n (v^2/2 - y_1 v)).
 * </pre>
 *
 * It differs from that of the population by {@code n d y_1}, of standard deviation {@code d sqrt(n)
 * = sqrt(2 n dL)}, which is of order 1 near the crossover, and by terms of order 1: data sets cross
 * over at n that spread widely around the population's. The <em>mean over data sets</em> is {@code
 * n d^2/2} and the expectations of {@link OneStatistic}; fluctuations gain B more than A, so that
 * it crosses earlier than the population does.
 *
 * @param offset d, the distance of A from the truth, positive
 */
public record TwoPhases(double offset) {
  private static final double LARGEST_N = 1e12;
  private static final double PRECISION = 1e-9;
  private static final double LAMBDA_DIFFERENCE = 0.25;

  public TwoPhases {
    Check.positive("offset", offset);
  }

  /** {@code -log integral exp(-n K_A)} under the uniform prior. */
  public double freeEnergyOfA(double n) {
    return n * lossOfA() + ExactEvidence.power(2, n / 2);
  }

  /** {@code -log integral exp(-n K_B)} under the uniform prior. */
  public double freeEnergyOfB(double n) {
    return ExactEvidence.power(1, n / 2);
  }

  /** {@code E[F_A - n S_n]} over data sets. */
  public double meanFreeEnergyOfA(double n) {
    return n * lossOfA() + new OneStatistic(MonomialLaw.of(2)).at(n, 1).freeEnergy();
  }

  /** {@code E[F_B - n S_n]} over data sets. */
  public double meanFreeEnergyOfB(double n) {
    return new OneStatistic(MonomialLaw.of(1)).at(n, 1).freeEnergy();
  }

  /** {@code d^2 / 2}, the excess of A's least loss in nats per datum. */
  public double lossOfA() {
    return offset * offset / 2;
  }

  /** The posterior probability of A after n data, without data noise. */
  public double probabilityOfA(double n) {
    return 1 / (1 + Math.exp(freeEnergyOfA(n) - freeEnergyOfB(n)));
  }

  /** The n beyond which the population's B has the larger probability; NaN if B always has. */
  public double crossover() {
    return largestZero(n -> freeEnergyOfA(n) - freeEnergyOfB(n), LAMBDA_DIFFERENCE / lossOfA() / 2);
  }

  /** The n beyond which B has the lower free energy on average over data sets; NaN if always. */
  public double meanCrossover() {
    return largestZero(
        n -> meanFreeEnergyOfA(n) - meanFreeEnergyOfB(n), LAMBDA_DIFFERENCE / lossOfA() / 2);
  }

  /**
   * The n with {@code n d^2/2 = (1/4) log n}: the leading terms alone, without the constants of the
   * two phases. The larger of two; NaN if there is none.
   */
  public double naiveCrossover() {
    return largestZero(
        n -> n * lossOfA() - LAMBDA_DIFFERENCE * Math.log(n), LAMBDA_DIFFERENCE / lossOfA());
  }

  private interface Difference {
    double at(double n);
  }

  /** Of a difference that is negative at the start, or has no zero, and rises beyond it. */
  private static double largestZero(Difference difference, double start) {
    double from = Math.max(1, start);
    return difference.at(from) > 0
        ? Double.NaN
        : new BisectionSolver(PRECISION).solve(200, difference::at, from, LARGEST_N);
  }
}
