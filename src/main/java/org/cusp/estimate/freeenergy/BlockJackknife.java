package org.cusp.estimate.freeenergy;

import java.util.Arrays;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Moments;
import org.cusp.numerics.Jackknife;

/**
 * Errors of smooth functions of the draws of several chains, by leaving out one block at a time. A
 * block is a contiguous part of one chain, at all temperatures; there are at least {@value #LEAST}
 * where the chains are long enough. Autocorrelation that is short against a block, and any
 * correlation between temperatures, is in the error.
 *
 * <p>With the pseudo-values {@code p_b = B t - (B - 1) t_(b)} the squared error is their variance
 * over B. Where the chains' means differ by more than their blocks do (an F test at level {@value
 * #LEVEL}), blocks of one chain are not independent and it is the variance of the chains' means
 * over their number. The error is then made a little larger, by the quantile of Student's law for
 * so many blocks over the normal one, so that the interval of 1.96 errors to either side holds 95%.
 *
 * <p>Source: H. R. Kuensch, "The jackknife and the bootstrap for general stationary observations",
 * Annals of Statistics 17 (1989) 1217-1241, DOI 10.1214/aos/1176347265; for independent chains,
 * blocks need not overlap.
 *
 * @param parts blocks of a chain
 */
public record BlockJackknife(int chains, int draws, int parts) {
  private static final int LEAST = 32;
  private static final int LEAST_PARTS = 4;

  /** The blocks for so many chains of so many draws. */
  public static BlockJackknife of(int chains, int draws) {
    int wanted = Math.max(LEAST_PARTS, (LEAST + chains - 1) / chains);
    return new BlockJackknife(chains, draws, Math.min(wanted, Math.max(2, draws / 2)));
  }

  /** Functions of the draws. */
  public interface Statistics {
    /** From all draws. */
    double[] all();

    /** From all draws but those of one block. */
    double[] without(int block);
  }

  int blocks() {
    return chains * parts;
  }

  /** The block that a draw is in. */
  int blockOf(int chain, int draw) {
    return chain * parts + (int) ((long) draw * parts / draws);
  }

  /** How many draws of a rung are in a block. */
  int size(int block) {
    int part = block % parts;
    return first(part + 1) - first(part);
  }

  private int first(int part) {
    return (int) (((long) part * draws + parts - 1) / parts);
  }

  /** The sums over each block of a function of the draws of one rung. */
  double[] sums(double[][] rung, java.util.function.DoubleUnaryOperator function) {
    double[] sums = new double[blocks()];
    for (int chain = 0; chain < chains; chain++) {
      for (int draw = 0; draw < draws; draw++) {
        sums[blockOf(chain, draw)] += function.applyAsDouble(rung[chain][draw]);
      }
    }
    return sums;
  }

  /** Each statistic with its error. */
  public Estimate[] of(Statistics statistics) {
    double[] all = statistics.all();
    double[][] pseudo = new double[all.length][blocks()];
    for (int block = 0; block < blocks(); block++) {
      double[] without = statistics.without(block);
      for (int i = 0; i < all.length; i++) {
        pseudo[i][block] = Jackknife.pseudoValue(all[i], without[i], blocks());
      }
    }
    Estimate[] result = new Estimate[all.length];
    for (int i = 0; i < all.length; i++) {
      result[i] = new Estimate(all[i], error(pseudo[i]));
    }
    return result;
  }

  private double error(double[] pseudo) {
    double ofBlocks = Moments.variance(pseudo) / blocks();
    double[] means = new double[chains];
    double within = 0;
    for (int chain = 0; chain < chains; chain++) {
      double[] own = Arrays.copyOfRange(pseudo, chain * parts, (chain + 1) * parts);
      means[chain] = Moments.mean(own);
      within += Moments.variance(own) / chains;
    }
    double ofChains = Moments.variance(means) / chains;
    double ratio = ofChains * blocks() / within;
    return Jackknife.standardError(ofBlocks, blocks(), ofChains, chains, ratio);
  }
}
