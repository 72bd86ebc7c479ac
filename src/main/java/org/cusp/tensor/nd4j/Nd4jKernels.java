package org.cusp.tensor.nd4j;

import java.util.Arrays;
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
import org.cusp.tensor.UpdateInterpreter;
import org.cusp.tensor.sequence.Heads;
import org.cusp.tensor.sequence.Normalisation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The kernels in plain ND4J operations: they run on any ND4J backend and are the reference for the
 * fast ones. Losses and sums leave ND4J before they are added up, since its float reductions are
 * wrong by up to 0.8% and depend on the number of threads.
 */
public final class Nd4jKernels implements Kernels {
  private final UpdateInterpreter numbers = new UpdateInterpreter();

  @Override
  public String name() {
    return "nd4j (" + Nd4j.getBackend().getClass().getSimpleName() + ")";
  }

  @Override
  public void multiply(
      MatrixStack a, Transpose opA, MatrixStack b, Transpose opB, MatrixStack c, double beta) {
    for (int i = 0; i < c.count(); i++) {
      INDArray product = oriented(view(a, i), opA).mmul(oriented(view(b, i), opB));
      INDArray target = view(c, i);
      if (beta == 0) {
        target.assign(product);
      } else {
        target.muli(beta).addi(product);
      }
    }
  }

  private static INDArray array(Slab slab) {
    return Nd4jMemory.arrayOf(slab);
  }

  private static INDArray view(MatrixStack stack, int chain) {
    return Nd4jMemory.view(stack, chain);
  }

  private static INDArray oriented(INDArray matrix, Transpose op) {
    return op == Transpose.YES ? matrix.transpose() : matrix;
  }

  @Override
  public void addBias(MatrixStack z, MatrixStack bias) {
    for (int i = 0; i < z.count(); i++) {
      view(z, i).addiRowVector(view(bias, i));
    }
  }

  @Override
  public void activate(Activation f, MatrixStack z, MatrixStack a) {
    for (int i = 0; i < z.count(); i++) {
      view(a, i).assign(Nd4jActivations.value(f, view(z, i)));
    }
  }

  @Override
  public void activateBackward(Activation f, MatrixStack delta, MatrixStack saved) {
    for (int i = 0; i < delta.count(); i++) {
      view(delta, i).muli(Nd4jActivations.derivative(f, view(saved, i)));
    }
  }

  @Override
  public void columnSums(MatrixStack matrix, MatrixStack sums) {
    for (int i = 0; i < matrix.count(); i++) {
      INDArray inDouble = view(matrix, i).castTo(Nd4jMemory.typeOf(Precision.FLOAT64));
      view(sums, i).assign(inDouble.sum(true, 0));
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
    int[] all = labels.getRow(0);
    double[] losses = new double[outputs.rows()];
    int classes = outputs.columns() / positions;
    MatrixStack single =
        MatrixStack.of(outputs.slab(), outputs.offset(), outputs.rows() * positions, classes);
    for (int i = 0; i < outputs.count(); i++) {
      INDArray logits = view(single, i).castTo(Nd4jMemory.typeOf(Precision.FLOAT64));
      INDArray probability = Nd4j.exec(new SoftMax(logits, logits.ulike(), 1))[0];
      Arrays.fill(losses, 0);
      for (int row = 0; row < single.rows(); row++) {
        int datum = row / positions;
        int label = all[rows.at(i, datum) * positions + row % positions];
        losses[datum] += crossEntropy(logits.getRow(row).toDoubleVector(), label);
        probability.putScalar(row, label, probability.getDouble(row, label) - 1);
      }
      lossPerDatum.store(i, 0, losses, losses.length);
      view(single, i).assign(probability.muli(scale));
    }
  }

  private static double crossEntropy(double[] logits, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - largest);
    }
    return Math.log(sum) + largest - logits[label];
  }

  @Override
  public void gaussian(
      MatrixStack outputs, MatrixStack targets, double sigma, double scale, Slab lossPerDatum) {
    double precision = 1 / (sigma * sigma);
    double constant = 0.5 * outputs.columns() * Math.log(2 * Math.PI * sigma * sigma);
    for (int i = 0; i < outputs.count(); i++) {
      INDArray residual =
          view(outputs, i)
              .castTo(Nd4jMemory.typeOf(Precision.FLOAT64))
              .subi(view(targets, i).castTo(Nd4jMemory.typeOf(Precision.FLOAT64)));
      double[] squares = residual.mul(residual).sum(1).toDoubleVector();
      for (int datum = 0; datum < squares.length; datum++) {
        squares[datum] = 0.5 * precision * squares[datum] + constant;
      }
      lossPerDatum.store(i, 0, squares, squares.length);
      view(outputs, i).assign(residual.muli(scale * precision));
    }
  }

  @Override
  public void bernoulli(MatrixStack outputs, MatrixStack targets, double scale, Slab lossPerDatum) {
    double[] losses = new double[outputs.rows()];
    for (int i = 0; i < outputs.count(); i++) {
      INDArray logits = view(outputs, i).castTo(Nd4jMemory.typeOf(Precision.FLOAT64));
      INDArray events = view(targets, i).castTo(Nd4jMemory.typeOf(Precision.FLOAT64));
      for (int datum = 0; datum < outputs.rows(); datum++) {
        double[] f = logits.getRow(datum).toDoubleVector();
        double[] y = events.getRow(datum).toDoubleVector();
        double loss = 0;
        for (int j = 0; j < f.length; j++) {
          loss += Math.max(f[j], 0) + Math.log1p(Math.exp(-Math.abs(f[j]))) - y[j] * f[j];
          logits.putScalar(datum, j, scale * (1 / (1 + Math.exp(-f[j])) - y[j]));
        }
        losses[datum] = loss;
      }
      lossPerDatum.store(i, 0, losses, losses.length);
      view(outputs, i).assign(logits);
    }
  }

  @Override
  public void addExcess(Slab losses, int batch, Slab reference, Rows rows, Slab sums) {
    double[] elsewhere = reference.getRow(0);
    for (int i = 0; i < losses.rows(); i++) {
      double[] own = losses.getRow(i);
      double sum = 0;
      for (int datum = 0; datum < batch; datum++) {
        sum += own[datum] - elsewhere[rows.at(i, datum)];
      }
      sums.setRow(i, new double[] {sums.getRow(i)[0] + sum});
    }
  }

  @Override
  public void times(MatrixStack a, MatrixStack b, MatrixStack target) {
    for (int i = 0; i < target.count(); i++) {
      view(target, i).assign(view(a, i).mul(view(b, i)));
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
    for (int i = 0; i < y.count(); i++) {
      Nd4jVectors.normalise(by, x, scale, shift, moments, y, i);
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
    for (int i = 0; i < passed.count(); i++) {
      Nd4jVectors.normaliseBackward(by, x, scale, moments, delta, passed, i);
    }
  }

  @Override
  public void normalisedProducts(
      MatrixStack x, MatrixStack moments, MatrixStack delta, MatrixStack sums) {
    for (int i = 0; i < sums.count(); i++) {
      Nd4jVectors.normalisedProducts(x, moments, delta, sums, i);
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
    for (int i = 0; i < output.count(); i++) {
      new Nd4jHeads(heads, i).attend(queries, keys, values, moments, output);
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
    for (int i = 0; i < delta.count(); i++) {
      new Nd4jHeads(heads, i).attendBackward(queries, keys, values, moments, delta);
    }
  }

  @Override
  public void scale(MatrixStack source, double factor, MatrixStack target) {
    for (int i = 0; i < target.count(); i++) {
      view(target, i).assign(view(source, i).mul(factor));
    }
  }

  @Override
  public void gather(MatrixStack source, IntSlab numbers, MatrixStack target) {
    for (int i = 0; i < target.count(); i++) {
      int[] chosen = numbers.getRow(numbers.rowOf(i));
      for (int row = 0; row < target.rows(); row++) {
        view(target, i).getRow(row).assign(view(source, 0).getRow(chosen[row]));
      }
    }
  }

  /** What there is one number of for each chain would be an array of ND4J's for each operation. */
  @Override
  public void update(Move move) {
    if (move.operands().get(0).size() == 1) {
      numbers.run(move);
      return;
    }
    for (int chain = 0; chain < move.chains(); chain++) {
      new Nd4jUpdate(move, chain).run();
    }
  }

  @Override
  public void exchange(Slab target, Slab minus, Slab plus) {
    for (int i = 0; i < target.rows(); i++) {
      array(target)
          .getRow(i)
          .subi(array(minus).getRow(minus.rowOf(i)))
          .addi(array(plus).getRow(plus.rowOf(i)));
    }
  }

  @Override
  public void normals(Slab out, NoiseStreams noise, Clock clock) {
    for (int i = 0; i < out.rows(); i++) {
      array(out).getRow(i).assign(Nd4jUpdate.normals(out, noise.of(i), clock.time()));
    }
  }

  @Override
  public void accumulate(Slab sum, double factor, Slab term, double weight) {
    INDArray scaled = array(term).mul(weight);
    if (factor == 0) {
      array(sum).assign(scaled);
    } else {
      array(sum).muli(factor).addi(scaled);
    }
  }

  @Override
  public void weightedSum(Slab rows, double[] weights, Slab sum) {
    INDArray total = Nd4j.zeros(Nd4jMemory.typeOf(Precision.FLOAT64), rows.columns());
    for (int row = 0; row < rows.rows(); row++) {
      total.addi(
          array(rows).getRow(row).castTo(Nd4jMemory.typeOf(Precision.FLOAT64)).mul(weights[row]));
    }
    array(sum).getRow(0).assign(total);
  }

  @Override
  public void squaredDistance(Slab w, Slab centre, Slab squares) {
    for (int i = 0; i < w.rows(); i++) {
      double[] values = w.getRow(i);
      double[] origin = centre.getRow(centre.rowOf(i));
      double sum = 0;
      for (int j = 0; j < values.length; j++) {
        double difference = values[j] - origin[j];
        sum += difference * difference;
      }
      squares.setRow(i, new double[] {sum});
    }
  }

  @Override
  public void batchRows(BatchOrders orders, Clock clock, int from, IntSlab numbers) {
    long first = clock.time() * orders.batch() + from;
    for (int chain = 0; chain < numbers.rows(); chain++) {
      int[] both = orders.orders().getRow(chain);
      int[] row = new int[numbers.columns()];
      Arrays.setAll(row, i -> both[(int) ((first + i) % both.length)]);
      numbers.setRow(chain, row);
    }
  }

  @Override
  public void select(Slab flags, Slab source, Slab target) {
    for (int i = 0; i < target.rows(); i++) {
      if (flags.getRow(i)[0] != 0) {
        array(target).getRow(i).assign(array(source).getRow(i));
      }
    }
  }
}
