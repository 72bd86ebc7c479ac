package org.cusp.tensor.simd;

import java.util.Optional;
import org.cusp.tensor.Activation;
import org.cusp.tensor.BatchOrders;
import org.cusp.tensor.Clock;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.sequence.Heads;
import org.cusp.tensor.sequence.Normalisation;
import org.cusp.tensor.simd.attention.DoubleHeads;
import org.cusp.tensor.simd.attention.FloatHeads;
import org.cusp.tensor.simd.attention.HeadKernels;
import org.cusp.tensor.simd.image.ConvolutionKernels;
import org.cusp.tensor.simd.image.DoubleConvolution;
import org.cusp.tensor.simd.image.FloatConvolution;
import org.cusp.tensor.simd.lanes.FloatMath;
import org.cusp.tensor.wiring.Convolution;
import org.cusp.tensor.wiring.Wiring;

/**
 * The kernels for a CPU: OpenBLAS on the slabs' memory, one call for each chain, and fused SIMD
 * loops for the rest (docs/decisions/0001). BLAS runs in the calling thread; chains are spread over
 * threads by whoever owns the instances.
 */
public final class SimdKernels implements Kernels {
  private final ElementKernels floats = new FloatElements();
  private final ElementKernels doubles = new DoubleElements();
  private final NormKernels floatNorms = new FloatNorms();
  private final NormKernels doubleNorms = new DoubleNorms();
  private final HeadKernels floatHeads = new FloatHeads();
  private final HeadKernels doubleHeads = new DoubleHeads();
  private final ConvolutionKernels floatConvolutions = new FloatConvolution();
  private final ConvolutionKernels doubleConvolutions = new DoubleConvolution();
  private final Moves moves = new Moves();
  private final OutputLosses losses = new OutputLosses();
  private final Tables tables = new Tables();
  private final ColumnSums columns = new ColumnSums();
  private final SlabSums slabs = new SlabSums();

  @Override
  public String name() {
    return "simd (" + FloatMath.LANES + " lanes)";
  }

  @Override
  public void multiply(
      MatrixStack a, Transpose opA, MatrixStack b, Transpose opB, MatrixStack c, double beta) {
    Blas.multiply(a, opA, b, opB, c, beta);
  }

  @Override
  public void addBias(MatrixStack z, MatrixStack bias) {
    for (int i = 0; i < z.count(); i++) {
      elements(z.slab()).addBias(z, bias, i);
    }
  }

  @Override
  public void activate(Activation f, MatrixStack z, MatrixStack a) {
    for (int i = 0; i < z.count(); i++) {
      elements(z.slab()).activate(f, z, a, i);
    }
  }

  @Override
  public void activateBackward(Activation f, MatrixStack delta, MatrixStack saved) {
    for (int i = 0; i < delta.count(); i++) {
      elements(delta.slab()).activateBackward(f, delta, saved, i);
    }
  }

  @Override
  public void columnSums(MatrixStack matrix, MatrixStack sums) {
    for (int i = 0; i < matrix.count(); i++) {
      columns.sum(elements(matrix.slab()), matrix, sums, i);
    }
  }

  @Override
  public void categorical(
      MatrixStack outputs,
      IntSlab labels,
      Rows rows,
      int positions,
      double scale,
      Slab lossPerDatum) {
    OutputLosses.Labels wanted = new OutputLosses.Labels(labels.ints(0), rows, positions);
    for (int i = 0; i < outputs.count(); i++) {
      losses.categorical(elements(outputs.slab()), outputs, i, wanted, scale, lossPerDatum);
    }
  }

  @Override
  public void gaussian(
      MatrixStack outputs, MatrixStack targets, double sigma, double scale, Slab lossPerDatum) {
    for (int i = 0; i < outputs.count(); i++) {
      losses.gaussian(elements(outputs.slab()), outputs, targets, i, sigma, scale, lossPerDatum);
    }
  }

  @Override
  public void bernoulli(MatrixStack outputs, MatrixStack targets, double scale, Slab lossPerDatum) {
    for (int i = 0; i < outputs.count(); i++) {
      losses.bernoulli(elements(outputs.slab()), outputs, targets, i, scale, lossPerDatum);
    }
  }

  @Override
  public void addExcess(Slab lossPerDatum, int batch, Slab reference, Rows rows, Slab sums) {
    for (int i = 0; i < lossPerDatum.rows(); i++) {
      losses.addExcess(lossPerDatum, batch, reference, rows, sums, i);
    }
  }

  @Override
  public void times(MatrixStack a, MatrixStack b, MatrixStack target) {
    for (int i = 0; i < target.count(); i++) {
      elements(target.slab()).times(a, b, target, i);
    }
  }

  @Override
  public void normalise(
      Normalisation by,
      MatrixStack x,
      Optional<MatrixStack> scale,
      Optional<MatrixStack> shift,
      MatrixStack moments,
      MatrixStack y) {
    NormKernels.Operands on = new NormKernels.Operands(x, scale, moments);
    for (int i = 0; i < y.count(); i++) {
      norms(y).normalise(by, on, shift, y, i);
    }
  }

  @Override
  public void normaliseBackward(
      Normalisation by,
      MatrixStack x,
      Optional<MatrixStack> scale,
      MatrixStack moments,
      MatrixStack delta,
      MatrixStack passed) {
    NormKernels.Operands on = new NormKernels.Operands(x, scale, moments);
    for (int i = 0; i < passed.count(); i++) {
      norms(passed).normaliseBackward(by, on, delta, passed, i);
    }
  }

  @Override
  public void normalisedProducts(
      MatrixStack x, MatrixStack moments, MatrixStack delta, MatrixStack sums) {
    for (int i = 0; i < sums.count(); i++) {
      norms(sums).normalisedProducts(x, moments, delta, sums, i);
    }
  }

  @Override
  public void attend(
      Heads heads,
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack output) {
    HeadKernels.Operands on = new HeadKernels.Operands(queries, keys, values, moments, output);
    for (int i = 0; i < output.count(); i++) {
      heads(output).attend(heads, on, i);
    }
  }

  @Override
  public void attendBackward(
      Heads heads,
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack delta) {
    HeadKernels.Operands on = new HeadKernels.Operands(queries, keys, values, moments, delta);
    for (int i = 0; i < delta.count(); i++) {
      heads(delta).attendBackward(heads, on, i);
    }
  }

  private ConvolutionKernels convolutions(MatrixStack like) {
    return like.slab().precision() == Precision.FLOAT32 ? floatConvolutions : doubleConvolutions;
  }

  @Override
  public void convolve(
      Convolution by,
      MatrixStack input,
      MatrixStack weight,
      Optional<MatrixStack> bias,
      MatrixStack scratch,
      MatrixStack output) {
    if (!convolutions(output).isFast(by)) {
      Kernels.super.convolve(by, input, weight, bias, scratch, output);
      return;
    }
    for (int i = 0; i < output.count(); i++) {
      convolutions(output).forward(by, input, weight, bias, output, i);
    }
  }

  @Override
  public void convolveGradients(
      Convolution by,
      MatrixStack input,
      MatrixStack delta,
      MatrixStack scratch,
      Optional<MatrixStack> weight,
      Optional<MatrixStack> bias) {
    if (!convolutions(delta).isFast(by)) {
      Kernels.super.convolveGradients(by, input, delta, scratch, weight, bias);
      return;
    }
    for (int i = 0; i < delta.count(); i++) {
      convolutions(delta).gradients(by, input, delta, weight, bias, i);
    }
  }

  @Override
  public void convolveBackward(
      Convolution by,
      MatrixStack delta,
      MatrixStack weight,
      MatrixStack scratch,
      MatrixStack passed) {
    if (!convolutions(passed).isFast(by)) {
      Kernels.super.convolveBackward(by, delta, weight, scratch, passed);
      return;
    }
    for (int i = 0; i < passed.count(); i++) {
      convolutions(passed).backward(by, delta, weight, passed, i);
    }
  }

  private NormKernels norms(MatrixStack like) {
    return like.slab().precision() == Precision.FLOAT32 ? floatNorms : doubleNorms;
  }

  private HeadKernels heads(MatrixStack like) {
    return like.slab().precision() == Precision.FLOAT32 ? floatHeads : doubleHeads;
  }

  @Override
  public void scale(MatrixStack source, double factor, MatrixStack target) {
    for (int i = 0; i < target.count(); i++) {
      elements(target.slab()).scale(source, factor, target, i);
    }
  }

  @Override
  public void gather(MatrixStack source, IntSlab numbers, MatrixStack target) {
    ElementKernels kernels = elements(target.slab());
    for (int i = 0; i < target.count(); i++) {
      kernels.copyRows(source, numbers.ints(numbers.rowOf(i)), target, i);
    }
  }

  @Override
  public void lookUp(MatrixStack ids, MatrixStack table, MatrixStack target) {
    for (int i = 0; i < target.count(); i++) {
      tables.lookUp(elements(target.slab()), ids, table, target, i);
    }
  }

  @Override
  public void lookUpBackward(MatrixStack ids, MatrixStack delta, double beta, MatrixStack sums) {
    for (int i = 0; i < sums.count(); i++) {
      tables.lookUpBackward(elements(sums.slab()), ids, delta, beta, sums, i);
    }
  }

  @Override
  public void sums(MatrixStack source, Wiring wiring, double factor, MatrixStack target) {
    for (int i = 0; i < target.count(); i++) {
      elements(target.slab()).sums(source, wiring, factor, target, i);
    }
  }

  @Override
  public void maxima(MatrixStack source, Wiring windows, MatrixStack target) {
    for (int i = 0; i < target.count(); i++) {
      elements(target.slab()).maxima(source, windows, target, i);
    }
  }

  @Override
  public void maximaBackward(
      MatrixStack source,
      MatrixStack maxima,
      Wiring windows,
      MatrixStack delta,
      MatrixStack target) {
    for (int i = 0; i < target.count(); i++) {
      elements(target.slab()).maximaBackward(source, maxima, windows, delta, target, i);
    }
  }

  @Override
  public void update(Move move) {
    moves.run(move);
  }

  @Override
  public void exchange(Slab target, Slab minus, Slab plus) {
    for (int i = 0; i < target.rows(); i++) {
      elements(target).exchange(target, minus, plus, i);
    }
  }

  @Override
  public void normals(Slab out, NoiseStreams noise, Clock clock) {
    for (int i = 0; i < out.rows(); i++) {
      elements(out).normals(out, noise.of(i), clock.time(), i);
    }
  }

  @Override
  public void accumulate(Slab sum, double factor, Slab term, double weight) {
    for (int row = 0; row < sum.rows(); row++) {
      elements(sum).accumulate(sum, factor, term, weight, row);
    }
  }

  @Override
  public void weightedSum(Slab rows, double[] weights, Slab sum) {
    slabs.weighted(rows, elements(rows), weights, sum);
  }

  @Override
  public void squaredDistance(Slab w, Slab centre, Slab squares) {
    slabs.squaredDistance(w, centre, squares);
  }

  @Override
  public void batchRows(BatchOrders orders, Clock clock, int from, IntSlab numbers) {
    long first = clock.time() * orders.batch() + from;
    int n = orders.n();
    for (int chain = 0; chain < numbers.rows(); chain++) {
      int[] order = orders.orders().ints(chain);
      int[] row = numbers.ints(chain);
      // Over both epochs, of which the even one comes first in memory.
      int place = (int) (first % (2L * n));
      for (int i = 0; i < row.length; i++) {
        row[i] = order[place];
        place = place + 1 == 2 * n ? 0 : place + 1;
      }
    }
  }

  @Override
  public void select(Slab flags, Slab source, Slab target) {
    for (int i = 0; i < target.rows(); i++) {
      if (flags.doubles(i).get(0) != 0) {
        elements(target).copy(source, target, i);
      }
    }
  }

  private ElementKernels elements(Slab slab) {
    return slab.precision() == Precision.FLOAT32 ? floats : doubles;
  }
}
