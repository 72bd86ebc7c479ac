package org.cusp.estimate.criteria;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.diagnostics.ParetoSmoothing;
import org.cusp.estimate.Replaced;
import org.cusp.tensor.Workers;

/**
 * What all draws of a posterior say of each datum, and the sums of it over the data with those that
 * leave out one block of draws.
 *
 * @param logPredictive log E_w p(y_i | x_i, w)
 * @param meanLoss E_w of -log p
 * @param variance Var_w of log p, divisor S
 * @param logLeaveOneOut log of the predictive density without the datum; empty for test data
 * @param kHat shape of the tail of its importance ratios; empty for test data
 * @param kHatPredictive shape of the upper tail of p over the draws: where it is large few draws,
 *     or none that was made, rule the average
 * @param predictive what stands in logPredictive for data whose p could not be averaged
 * @param without the same for logLeaveOneOut
 * @param sums [quantity][0 for all draws, else 1 + block left out]: the sums over the data of
 *     -logPredictive, meanLoss, variance and -logLeaveOneOut
 * @param draws of each block
 * @param chains that the blocks are of
 */
public record Pointwise(
    double[] logPredictive,
    double[] meanLoss,
    double[] variance,
    double[] logLeaveOneOut,
    double[] kHat,
    double[] kHatPredictive,
    Replaced predictive,
    Replaced without,
    double[][] sums,
    long[] draws,
    int[] chains) {
  private static final int SLICE = 256;
  private static final int QUANTITIES = 4;

  /** The number of data. */
  public int n() {
    return logPredictive.length;
  }

  /** The number S of draws. */
  public long allDraws() {
    return Arrays.stream(draws).sum();
  }

  /**
   * Of the data that the posterior has seen.
   *
   * @param tail how many importance ratios of a datum are smoothed
   */
  public static Pointwise ofTrain(PointwiseDraws collected, int tail, Workers workers) {
    return ofTrain(collected, tail, Replaced.NONE, Replaced.NONE, workers);
  }

  /** The same with some averages that the draws do not give. */
  public static Pointwise ofTrain(
      PointwiseDraws collected, int tail, Replaced predictive, Replaced without, Workers workers) {
    List<DatumSums> blocks = collected.trainBlocks();
    int most = Math.min(tail, collected.largest().capacity() - 1);
    LeaveOneOut loo =
        new LeaveOneOut(collected.beta(), blocks, collected.blockOf(), collected.largest(), most);
    return of(
        new Source(blocks, collected.chains(), collected.likeliest(), most, Optional.of(loo)),
        collected.n(),
        predictive,
        without,
        workers);
  }

  /** Of data that it has not seen. */
  public static Pointwise ofTest(PointwiseDraws collected, int n, int tail, Workers workers) {
    return ofTest(collected, n, tail, Replaced.NONE, workers);
  }

  /** The same with some averages that the draws do not give. */
  public static Pointwise ofTest(
      PointwiseDraws collected, int n, int tail, Replaced predictive, Workers workers) {
    LargestRatios likeliest = collected.likeliestOfTest();
    int most = Math.min(tail, likeliest.capacity() - 1);
    return of(
        new Source(collected.testBlocks(), collected.chains(), likeliest, most, Optional.empty()),
        n,
        predictive,
        Replaced.NONE,
        workers);
  }

  /**
   * @param likeliest the largest log p of each datum
   * @param tail how many of them are looked at
   */
  private record Source(
      List<DatumSums> blocks,
      int[] chains,
      LargestRatios likeliest,
      int tail,
      Optional<LeaveOneOut> loo) {
    double kHatPredictive(int i) {
      double[] kept = likeliest.of(i).values();
      int m = Math.min(tail, kept.length - 1);
      double[] largest = Arrays.copyOfRange(kept, kept.length - m, kept.length);
      return ParetoSmoothing.smooth(largest, kept[kept.length - m - 1]).kHat();
    }
  }

  /** Slices are added in order, whatever the threads. */
  private static Pointwise of(
      Source source, int n, Replaced predictive, Replaced without, Workers workers) {
    List<DatumSums> blocks = source.blocks();
    int kept = source.loo().isEmpty() ? 0 : n;
    int slices = (n + SLICE - 1) / SLICE;
    double[][][] parts = new double[slices][QUANTITIES][blocks.size() + 1];
    long[] draws = blocks.stream().mapToLong(DatumSums::draws).toArray();
    double[][] sums = new double[QUANTITIES][blocks.size() + 1];
    Pointwise result =
        new Pointwise(
            new double[n],
            new double[n],
            new double[n],
            new double[kept],
            new double[kept],
            new double[n],
            predictive,
            without,
            sums,
            draws,
            source.chains());
    workers.run(
        slices,
        slice -> {
          for (int i = slice * SLICE; i < Math.min(n, (slice + 1) * SLICE); i++) {
            result.fill(i, source, parts[slice]);
          }
        });
    for (double[][] part : parts) {
      add(part, sums);
    }
    return result;
  }

  private void fill(int i, Source source, double[][] part) {
    double[] log = predictive.has(i) ? null : logPredictive(i, source.blocks());
    double[][] moments = moments(i, source.blocks());
    logPredictive[i] = log == null ? predictive.value(i) : log[0];
    kHatPredictive[i] = source.kHatPredictive(i);
    meanLoss[i] = moments[0][0];
    variance[i] = moments[1][0];
    for (int b = 0; b < part[0].length; b++) {
      part[0][b] -= log == null ? logPredictive[i] : log[b];
      part[1][b] += moments[0][b];
      part[2][b] += moments[1][b];
    }
    source.loo().ifPresent(loo -> fillWithout(i, loo, part[3]));
  }

  private void fillWithout(int i, LeaveOneOut loo, double[] part) {
    LeaveOneOut.Of of = loo.datum(i);
    boolean isReplaced = without.has(i);
    logLeaveOneOut[i] = isReplaced ? without.value(i) : of.logDensity()[0];
    kHat[i] = of.kHat();
    for (int b = 0; b < part.length; b++) {
      part[b] -= isReplaced ? logLeaveOneOut[i] : of.logDensity()[b];
    }
  }

  private double[] logPredictive(int i, List<DatumSums> blocks) {
    return Exclusive.logMeans(
        blocks.stream().mapToDouble(block -> block.density(i)).toArray(),
        blocks.stream().mapToDouble(DatumSums::draws).toArray());
  }

  /** Mean and variance of the loss, of all draws and without each block. */
  private double[][] moments(int i, List<DatumSums> blocks) {
    int count = blocks.size();
    double total = 0;
    double mean = 0;
    for (DatumSums block : blocks) {
      total += block.draws();
      mean += (block.mean(i) - mean) * block.draws() / total;
    }
    double squares = 0;
    for (DatumSums block : blocks) {
      double gap = block.mean(i) - mean;
      squares += block.squares(i) + block.draws() * gap * gap;
    }
    double[][] result = new double[2][count + 1];
    result[0][0] = mean;
    result[1][0] = squares / total;
    for (int b = 0; b < count; b++) {
      DatumSums block = blocks.get(b);
      double rest = total - block.draws();
      double gap = block.mean(i) - mean;
      double own = block.squares(i) + block.draws() * gap * gap * total / rest;
      result[0][b + 1] = mean - gap * block.draws() / rest;
      result[1][b + 1] = Math.max(0, squares - own) / rest;
    }
    return result;
  }

  private static void add(double[][] part, double[][] sums) {
    for (int q = 0; q < sums.length; q++) {
      for (int b = 0; b < sums[q].length; b++) {
        sums[q][b] += part[q][b];
      }
    }
  }
}
