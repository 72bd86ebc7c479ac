package org.cusp.estimate;

import java.util.Arrays;
import java.util.List;
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
  static Pointwise ofTrain(PointwiseDraws collected, int tail, Workers workers) {
    List<DatumSums> blocks = collected.trainBlocks();
    int most = Math.min(tail, collected.largest().capacity() - 1);
    LeaveOneOut loo =
        new LeaveOneOut(collected.beta(), blocks, collected.blockOf(), collected.largest(), most);
    return of(blocks, collected.chains(), collected.n(), loo, workers);
  }

  /** Of data that it has not seen. */
  static Pointwise ofTest(PointwiseDraws collected, int n, Workers workers) {
    return of(collected.testBlocks(), collected.chains(), n, null, workers);
  }

  /** Slices are added in order, whatever the threads. */
  private static Pointwise of(
      List<DatumSums> blocks, int[] chains, int n, LeaveOneOut loo, Workers workers) {
    int kept = loo == null ? 0 : n;
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
            sums,
            draws,
            chains);
    workers.run(
        slices,
        slice -> {
          for (int i = slice * SLICE; i < Math.min(n, (slice + 1) * SLICE); i++) {
            result.fill(i, blocks, loo, parts[slice]);
          }
        });
    for (double[][] part : parts) {
      add(part, sums);
    }
    return result;
  }

  private void fill(int i, List<DatumSums> blocks, LeaveOneOut loo, double[][] part) {
    double[] predictive = logPredictive(i, blocks);
    double[][] moments = moments(i, blocks);
    logPredictive[i] = predictive[0];
    meanLoss[i] = moments[0][0];
    variance[i] = moments[1][0];
    for (int b = 0; b < predictive.length; b++) {
      part[0][b] -= predictive[b];
      part[1][b] += moments[0][b];
      part[2][b] += moments[1][b];
    }
    if (loo != null) {
      LeaveOneOut.Of without = loo.datum(i);
      logLeaveOneOut[i] = without.logDensity()[0];
      kHat[i] = without.kHat();
      for (int b = 0; b < predictive.length; b++) {
        part[3][b] -= without.logDensity()[b];
      }
    }
  }

  private double[] logPredictive(int i, List<DatumSums> blocks) {
    double top = blocks.stream().mapToDouble(block -> block.density(i)).max().orElse(0);
    double[] sums =
        Exclusive.sums(
            blocks.stream().mapToDouble(block -> Math.exp(block.density(i) - top)).toArray());
    double[] counts = Exclusive.sums(blocks.stream().mapToDouble(DatumSums::draws).toArray());
    for (int b = 0; b < sums.length; b++) {
      sums[b] = top + Math.log(sums[b] / counts[b]);
    }
    return sums;
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
