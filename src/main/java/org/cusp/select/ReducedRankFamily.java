package org.cusp.select;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.exact.ReducedRank;
import org.cusp.exact.Rlct;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Model;
import org.cusp.model.likelihood.Likelihood;
import org.hipparchus.fraction.BigFraction;

/**
 * Reduced-rank regressions y = B A x + N(0, sigma^2 I) of rank 0, 1, ..., largest, sigma known. The
 * coefficients are exact ({@link ReducedRank}).
 *
 * @param inputs M
 * @param outputs N
 * @param largest rank, at least 1 and at most min(M, N)
 */
public record ReducedRankFamily(int inputs, int outputs, int largest, double sigma)
    implements ModelFamily {
  static final String NAME = "rrr";

  public ReducedRankFamily {
    Check.atLeast("inputs", inputs, 1);
    Check.atLeast("outputs", outputs, 1);
    requireRank(inputs, outputs, largest);
    Check.positive("sigma", sigma);
  }

  static void requireRank(int inputs, int outputs, int largest) {
    int bound = Math.min(inputs, outputs);
    if (largest < 1 || largest > bound) {
      throw new InvalidInput(
          "the largest rank must be in [1, "
              + bound
              + "] with "
              + inputs
              + " inputs and "
              + outputs
              + " outputs, got "
              + largest);
    }
  }

  /** The model of rank 0 has no parameters. */
  static Rlct withoutParameters(String source) {
    return Rlct.exact(BigFraction.ZERO, 1, source);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String meaning() {
    return "y = B A x + N(0, sigma^2 I) with " + inputs + " inputs and " + outputs + " outputs";
  }

  @Override
  public String size() {
    return "rank";
  }

  @Override
  public int smallest() {
    return 0;
  }

  @Override
  public Rlct coefficient(int size, int truth) {
    Check.inRange("truth", truth, 0, size);
    Rlct positive = new ReducedRank(inputs, outputs, Math.max(size, 1), truth).rlct();
    return size == 0 ? withoutParameters(positive.source()) : positive;
  }

  @Override
  public double[] logLikelihoods(DataSet data) {
    return RankFit.of(data, inputs, outputs).logLikelihoods(largest, sigma);
  }

  @Override
  public Optional<Model> model(int size) {
    return size == 0
        ? Optional.empty()
        : Optional.of(
            new DeepLinearNetwork(
                List.of(inputs, size, outputs), new Likelihood.Gaussian(outputs, sigma)));
  }

  /**
   * E[n L_n | B] in nats along Gibbs chains of the posterior of a rank at an inverse temperature,
   * with the prior N(0, I/gamma): the mean over the first layer, exact given the second,
   * [chain][draw].
   */
  public double[][] energies(
      DataSet data, int rank, double beta, double gamma, ChainLengths chains, long seed) {
    RankGibbs gibbs = gibbs(data, rank, beta, gamma);
    return IntStream.range(0, chains.chains())
        .mapToObj(chain -> gibbs.chain(seed, chain, chains.burnIn(), chains.draws()))
        .toArray(double[][]::new);
  }

  /** How many chains of how many draws after how many that are left out. */
  public record ChainLengths(int chains, int burnIn, int draws) {}

  /** The posterior of a rank at an inverse temperature, for Gibbs sampling. */
  RankGibbs gibbs(DataSet data, int rank, double beta, double gamma) {
    return new RankGibbs(RankFit.of(data, inputs, outputs), sigma, rank, beta, gamma);
  }
}
