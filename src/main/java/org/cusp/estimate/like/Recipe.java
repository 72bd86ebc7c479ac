package org.cusp.estimate.like;

import org.cusp.contract.Check;

/**
 * How someone estimates LLCs: stochastic gradient Langevin dynamics from w* on batches,
 *
 * <pre>
 *   w &lt;- w - (step/2) (nBeta g_B(w) + gamma (w - w*)) + N(0, step)
 *   LLC = nBeta (mean over chains and draws of L_B(w) - L(w*))
 * </pre>
 *
 * with the loss of a draw taken where its gradient is, before the move.
 *
 * @param name that a user types
 * @param step epsilon, the variance of the noise of a step; the learning rate of devinterp
 * @param gamma strength of the localisation; elasticity or localization of devinterp
 * @param nBeta n times the inverse temperature
 * @param lengths of a run
 * @param source who published it, and for what
 */
public record Recipe(
    String name, double step, double gamma, Temperature nBeta, Lengths lengths, String source) {
  public Recipe {
    Check.positive("step of " + name, step);
    Check.nonNegative("gamma of " + name, gamma);
  }

  /**
   * Of a run.
   *
   * @param batch data in a gradient, of many
   * @param burnIn steps of a chain that are not used
   * @param draws steps of a chain that are
   */
  public record Lengths(int batch, int chains, int burnIn, int draws) {
    public Lengths {
      Check.atLeast("batch", batch, 1);
      Check.atLeast("chains", chains, 1);
      Check.atLeast("burn-in", burnIn, 0);
      Check.atLeast("draws", draws, 4);
    }
  }

  /** How nBeta is chosen. */
  @FunctionalInterface
  public interface Temperature {
    /** n / ln n, that of the WBIC. */
    Temperature OF_DATA = (n, batch) -> n / Math.log(n);

    /** B / ln B, whatever the number of data. */
    Temperature OF_BATCH = (n, batch) -> batch / Math.log(batch);

    /** A number. */
    static Temperature fixed(double nBeta) {
      Check.positive("nBeta", nBeta);
      return (n, batch) -> nBeta;
    }

    /** For so many data and so many in a batch. */
    double of(int n, int batch);
  }

  /** Of so many data; all where there are fewer. */
  public int batchOf(int n) {
    return Math.min(n, lengths.batch());
  }

  /** For so many data. */
  public double nBetaOf(int n) {
    return nBeta.of(n, batchOf(n));
  }
}
