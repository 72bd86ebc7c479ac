package org.cusp.posterior;

import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;

/**
 * The tempered posterior around a parameter w*, and the one owner of n, n beta and gamma:
 *
 * <pre>p(w) proportional to exp( - nBeta L_n(w) - (gamma/2) |w - w*|^2 )</pre>
 *
 * with L_n the mean negative log-likelihood per datum over all n data, in nats. Gamma is not
 * multiplied by beta.
 *
 * <p>Source: E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, "The local learning coefficient: a
 * singularity-aware complexity measure", AISTATS 2025, arXiv:2308.12108.
 *
 * @param model the law of the data
 * @param data all n data
 * @param centre w*, taken over and not copied
 * @param nBeta n times the inverse temperature, positive
 * @param gamma strength of the localisation, at least 0
 */
public record Posterior(Model model, DataSet data, double[] centre, double nBeta, double gamma) {
  public Posterior {
    Check.equal("parameters", centre.length, model.size());
    Check.positive("nBeta", nBeta);
    Check.nonNegative("gamma", gamma);
    model.fixed().stream().findFirst().ifPresent(Posterior::refuseFixed);
    requireFits(model, data);
  }

  /**
   * n / ln n: the temperature at which the mean energy estimates the free energy (Watanabe 2013,
   * JMLR 14:867-897). n is the number of data, never the batch.
   */
  public static double defaultNBeta(int n) {
    return n / logOf(n);
  }

  /**
   * ln n, by which temperatures are divided.
   *
   * @param n at least 2
   */
  public static double logOf(int n) {
    if (n < 2) {
      throw new InvalidInput(
          "n = " + n + ": nBeta = n / ln n has no value; give nBeta itself, or two data or more");
    }
    return Math.log(n);
  }

  /** The same at another temperature. */
  public Posterior at(double otherNBeta) {
    return new Posterior(model, data, centre, otherNBeta, gamma);
  }

  /** The number of examples, of which batches are made. */
  public int n() {
    return data.n();
  }

  /** The number of data, by which temperatures go: the examples, or all positions of sequences. */
  public int count() {
    return model.dataOf(data);
  }

  /** The inverse temperature. */
  public double beta() {
    return nBeta / count();
  }

  /** The number P of parameters. */
  public int size() {
    return centre.length;
  }

  private static void refuseFixed(ParamSpace.Tensor tensor) {
    throw new InvalidInput(
        tensor.name() + " is a running statistic, not a parameter, and is not held fixed here");
  }

  private static void requireFits(Model model, DataSet data) {
    if (model.inputs() != data.features()) {
      throw new InvalidInput(
          data.name()
              + ": has "
              + data.features()
              + " features, the network has "
              + model.inputs()
              + " inputs");
    }
    model.requireInputs(data);
    model.likelihood().requireFits(data);
  }
}
