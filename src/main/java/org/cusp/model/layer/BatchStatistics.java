package org.cusp.model.layer;

import java.util.Arrays;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.tensor.MatrixStack;

/**
 * Batch normalisation in training: with the mean m and the variance v of each channel over the N
 * numbers that it has in the batch,
 *
 * <pre>
 * y = s h + b,  h = (x - m) r,  r = 1 / sqrt(v + eps)
 * dL/ds = sum of d h,  dL/db = sum of d
 * dL/dx = s r (d - (sum of d) / N - h (sum of d h) / N)
 * running mean := 9/10 of it + m / 10,  running variance := 9/10 of it + v N / (N - 1) / 10,
 * </pre>
 *
 * as PyTorch does it. Sums are in double, in the order of the batch. Source: S. Ioffe, C. Szegedy,
 * arXiv:1502.03167 (2015).
 */
final class BatchStatistics implements LayerPass {
  private static final double MOMENTUM = 0.1;

  private final double eps;
  private final Binding binding;
  private final MatrixStack nextMean;
  private final MatrixStack nextVariance;
  private final Channels channels;
  private final Buffer output;
  private final Buffer inputGradient;
  private MatrixStack given;
  private OfBatch[] ofChains;
  private Optional<MatrixStack> scaleGradient = Optional.empty();
  private Optional<MatrixStack> shiftGradient = Optional.empty();

  /** What a chain's batch has, channel by channel. */
  private record OfBatch(double[] mean, double[] root) {}

  /**
   * @param next where the running statistics go
   */
  BatchStatistics(Binding binding, double eps, Tensors next) {
    this.eps = eps;
    this.binding = binding;
    this.nextMean = next.matrix(BatchNorm.MEAN).orElseThrow();
    this.nextVariance = next.matrix(BatchNorm.VARIANCE).orElseThrow();
    this.channels = Channels.of(binding.input());
    this.output = binding.workspace().own(binding.input().size());
    this.inputGradient = binding.inputGradient();
  }

  private double[] values(String name, int chain) {
    return Channels.read(binding.value(name), chain);
  }

  @Override
  public MatrixStack forward(MatrixStack input) {
    double n = (double) input.rows() * channels.places();
    if (n < 2) {
      throw new InvalidInput(
          "training with batch-norm needs two numbers of a channel in a batch: train.batch must be"
              + " 2 or more");
    }
    given = input;
    MatrixStack y = output.rows(input.rows());
    ofChains = new OfBatch[y.count()];
    for (int chain = 0; chain < y.count(); chain++) {
      double[] m = channels.means(input, chain);
      double[] v = channels.variances(input, chain, m);
      double[] r = new double[m.length];
      Arrays.setAll(r, c -> 1 / Math.sqrt(v[c] + eps));
      ofChains[chain] = new OfBatch(m, r);
      double[] factor = factor(chain);
      double[] term = values(BatchNorm.SHIFT, chain);
      Arrays.setAll(term, c -> term[c] - m[c] * factor[c]);
      channels.affine(input, chain, factor, term, y);
      Channels.write(nextMean, chain, moved(values(BatchNorm.MEAN, chain), m, 1));
      Channels.write(nextVariance, chain, moved(values(BatchNorm.VARIANCE, chain), v, n / (n - 1)));
    }
    return y;
  }

  private static double[] moved(double[] running, double[] now, double factor) {
    Arrays.setAll(running, c -> (1 - MOMENTUM) * running[c] + MOMENTUM * factor * now[c]);
    return running;
  }

  /** s r of each channel. */
  private double[] factor(int chain) {
    double[] s = values(BatchNorm.SCALE, chain);
    Arrays.setAll(s, c -> s[c] * ofChains[chain].root()[c]);
    return s;
  }

  @Override
  public boolean want(Tensors gradients) {
    scaleGradient = gradients.matrix(BatchNorm.SCALE);
    shiftGradient = gradients.matrix(BatchNorm.SHIFT);
    return scaleGradient.isPresent() || shiftGradient.isPresent();
  }

  @Override
  public void gradients(MatrixStack delta) {
    for (int chain = 0; chain < delta.count(); chain++) {
      sums(delta, chain);
    }
  }

  private Channels.Sums sums(MatrixStack delta, int chain) {
    OfBatch batch = ofChains[chain];
    Channels.Sums sums = channels.sums(delta, given, chain, batch.mean(), batch.root());
    scaleGradient.ifPresent(to -> Channels.write(to, chain, sums.along()));
    shiftGradient.ifPresent(to -> Channels.write(to, chain, sums.plain()));
    return sums;
  }

  @Override
  public MatrixStack backward(MatrixStack delta) {
    MatrixStack passed = inputGradient.rows(delta.rows());
    double n = (double) delta.rows() * channels.places();
    for (int chain = 0; chain < delta.count(); chain++) {
      Channels.Sums sums = sums(delta, chain);
      double[] factor = factor(chain);
      double[] ofInput = new double[factor.length];
      double[] term = new double[factor.length];
      for (int c = 0; c < factor.length; c++) {
        ofInput[c] = -factor[c] * ofChains[chain].root()[c] * sums.along()[c] / n;
        term[c] = -factor[c] * sums.plain()[c] / n - ofInput[c] * ofChains[chain].mean()[c];
      }
      channels.combine(
          new Channels.Times(delta, factor),
          new Channels.Times(given, ofInput),
          chain,
          term,
          passed);
    }
    return passed;
  }
}
