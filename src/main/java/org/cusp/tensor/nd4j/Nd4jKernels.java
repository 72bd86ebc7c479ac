package org.cusp.tensor.nd4j;

import org.cusp.rng.FloatNormals;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.AdamLangevinStep;
import org.cusp.tensor.AdamStep;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.KickStep;
import org.cusp.tensor.LangevinStep;
import org.cusp.tensor.LeapfrogStep;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.MomentumStep;
import org.cusp.tensor.Precision;
import org.cusp.tensor.RefreshStep;
import org.cusp.tensor.RmsPropLangevinStep;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Sums;
import org.cusp.tensor.Transpose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The kernels in plain ND4J operations: they run on any ND4J backend and are the reference for the
 * fast ones. Losses and sums leave ND4J before they are added up, since its float reductions are
 * wrong by up to 0.8% and depend on the number of threads.
 */
public final class Nd4jKernels implements Kernels {
  private static final double SQRT_TWO = Math.sqrt(2);
  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

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
      view(a, i).assign(value(f, view(z, i)));
    }
  }

  private static INDArray value(Activation f, INDArray z) {
    return switch (f) {
      case IDENTITY -> z;
      case TANH -> Transforms.tanh(z, true);
      case RELU -> Transforms.relu(z, true);
      case GELU -> z.mul(normalCdf(z));
      case QUADRATIC -> z.mul(z);
      case SIGMOID -> Transforms.sigmoid(z, true);
      case SILU -> Transforms.sigmoid(z, true).muli(z);
      case SOFTPLUS -> softplus(z);
    };
  }

  @Override
  public void activateBackward(Activation f, MatrixStack delta, MatrixStack saved) {
    for (int i = 0; i < delta.count(); i++) {
      view(delta, i).muli(derivative(f, view(saved, i)));
    }
  }

  private static INDArray derivative(Activation f, INDArray saved) {
    return switch (f) {
      case IDENTITY -> Nd4j.onesLike(saved);
      case TANH -> saved.mul(saved).rsubi(1);
      case RELU -> saved.gt(0).castTo(saved.dataType());
      case GELU -> normalCdf(saved).addi(saved.mul(normalDensity(saved)));
      case QUADRATIC -> saved.mul(2);
      case SIGMOID -> saved.rsub(1).muli(saved);
      case SILU -> siluSlope(saved);
      case SOFTPLUS -> Transforms.exp(saved.neg(), false).rsubi(1);
    };
  }

  /** max(z, 0) + log(1 + exp(-|z|)). */
  private static INDArray softplus(INDArray z) {
    INDArray tail = Transforms.exp(Transforms.abs(z, true).negi(), false).addi(1);
    return Transforms.log(tail, false).addi(Transforms.relu(z, true));
  }

  /** s (1 + z (1 - s)) with s = sigmoid(z). */
  private static INDArray siluSlope(INDArray z) {
    INDArray s = Transforms.sigmoid(z, true);
    return s.rsub(1).muli(z).addi(1).muli(s);
  }

  private static INDArray normalCdf(INDArray x) {
    return Nd4j.exec(new Erf(x.div(SQRT_TWO), x.ulike())).addi(1).muli(0.5);
  }

  private static INDArray normalDensity(INDArray x) {
    return Transforms.exp(x.mul(x).muli(-0.5), false).divi(SQRT_TWO_PI);
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
      MatrixStack outputs, IntSlab labels, Rows rows, double scale, Slab lossPerDatum) {
    int[] all = labels.getRow(0);
    double[] losses = new double[outputs.rows()];
    for (int i = 0; i < outputs.count(); i++) {
      INDArray logits = view(outputs, i).castTo(Nd4jMemory.typeOf(Precision.FLOAT64));
      INDArray probability = Nd4j.exec(new SoftMax(logits, logits.ulike(), 1))[0];
      for (int datum = 0; datum < outputs.rows(); datum++) {
        int label = all[rows.at(i, datum)];
        losses[datum] = crossEntropy(logits.getRow(datum).toDoubleVector(), label);
        probability.putScalar(datum, label, probability.getDouble(datum, label) - 1);
      }
      lossPerDatum.store(i, 0, losses, losses.length);
      view(outputs, i).assign(probability.muli(scale));
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

  @Override
  public void langevin(
      LangevinStep step, Slab w, Slab gradient, Slab centre, RandomStream[] noise, long t) {
    for (int i = 0; i < w.rows(); i++) {
      INDArray row = array(w).getRow(i);
      INDArray fromCentre = row.sub(array(centre).getRow(centre.rowOf(i)));
      INDArray drift =
          array(gradient)
              .getRow(i)
              .mul(step.gradientFactor())
              .addi(fromCentre.muli(step.localisationFactor()));
      row.addi(drift).addi(normals(w, noise[i], t).muli(step.noiseFactor()));
    }
  }

  @Override
  public void rmsPropLangevin(
      RmsPropLangevinStep step,
      Slab w,
      Slab gradient,
      Slab centre,
      Slab second,
      RandomStream[] noise,
      long t) {
    LangevinStep plain = step.langevin();
    for (int i = 0; i < w.rows(); i++) {
      INDArray g = array(gradient).getRow(i);
      INDArray scale = stepScale(step, g, array(second).getRow(i));
      moveScaled(plain, w, i, g.mul(plain.gradientFactor()), scale, centre, noise[i], t);
    }
  }

  @Override
  public void adamLangevin(
      AdamLangevinStep step,
      Slab w,
      Slab gradient,
      Slab centre,
      Slab first,
      Slab second,
      RandomStream[] noise,
      long t) {
    LangevinStep plain = step.preconditioned().langevin();
    for (int i = 0; i < w.rows(); i++) {
      INDArray g = array(gradient).getRow(i);
      INDArray mean = array(first).getRow(i);
      mean.muli(step.beta1()).addi(g.mul(1 - step.beta1()));
      INDArray scale = stepScale(step.preconditioned(), g, array(second).getRow(i));
      INDArray drift = mean.mul(step.firstCorrection() * plain.gradientFactor());
      moveScaled(plain, w, i, drift, scale, centre, noise[i], t);
    }
  }

  /** Updates the running mean of squares of one chain; the factor of each parameter's step size. */
  private static INDArray stepScale(RmsPropLangevinStep step, INDArray g, INDArray second) {
    second.muli(step.beta2()).addi(g.mul(g).muli(1 - step.beta2()));
    return Transforms.sqrt(second.mul(step.secondCorrection()), false)
        .addi(step.stabiliser())
        .rdivi(1);
  }

  /**
   * @param drift (Modified) that of the loss, at step scale 1
   */
  private static void moveScaled(
      LangevinStep step,
      Slab w,
      int chain,
      INDArray drift,
      INDArray scale,
      Slab centre,
      RandomStream stream,
      long t) {
    INDArray row = array(w).getRow(chain);
    INDArray fromCentre = row.sub(array(centre).getRow(centre.rowOf(chain)));
    drift.addi(fromCentre.muli(step.localisationFactor())).muli(scale);
    INDArray spread = Transforms.sqrt(scale, true).muli(step.noiseFactor());
    row.addi(drift).addi(normals(w, stream, t).muli(spread));
  }

  @Override
  public void kick(
      KickStep step, Slab w, Slab gradient, Slab centre, Slab velocity, double[] squares) {
    for (int i = 0; i < w.rows(); i++) {
      INDArray row = array(w).getRow(i);
      INDArray speed = array(velocity).getRow(i);
      INDArray fromCentre = row.sub(array(centre).getRow(centre.rowOf(i)));
      speed
          .addi(array(gradient).getRow(i).mul(step.gradientFactor()))
          .addi(fromCentre.muli(step.localisationFactor()));
      row.addi(speed.mul(0.5));
      squares[i] = sumOfSquares(velocity, i);
    }
  }

  @Override
  public void refresh(
      RefreshStep[] steps, Slab w, Slab velocity, RandomStream[] noise, long t, double[] squares) {
    for (int i = 0; i < w.rows(); i++) {
      INDArray speed = array(velocity).getRow(i);
      speed.muli(steps[i].keep()).addi(normals(w, noise[i], t).muli(steps[i].spread()));
      array(w).getRow(i).addi(speed.mul(0.5));
      squares[i] = sumOfSquares(velocity, i);
    }
  }

  private static double sumOfSquares(Slab slab, int row) {
    double[] values = slab.getRow(row);
    return Sums.ofSquares(values, 0, values.length);
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

  private static INDArray normals(Slab w, RandomStream stream, long t) {
    if (w.precision() == Precision.FLOAT32) {
      float[] values = new float[w.columns()];
      FloatNormals.fill(stream, t, 0, values, values.length);
      return Nd4j.createFromArray(values);
    }
    double[] values = new double[w.columns()];
    stream.normals(t, 0, values, values.length);
    return Nd4j.createFromArray(values);
  }

  @Override
  public void momentum(MomentumStep step, Slab w, Slab gradient, Slab velocity) {
    INDArray decay = array(w).mul(step.weightDecay());
    array(velocity).muli(step.momentum()).addi(array(gradient)).addi(decay);
    array(w).subi(array(velocity).mul(step.learningRate()));
  }

  @Override
  public void adam(AdamStep step, Slab w, Slab gradient, Slab first, Slab second) {
    INDArray g = array(gradient);
    array(first).muli(step.beta1()).addi(g.mul(1 - step.beta1()));
    array(second).muli(step.beta2()).addi(g.mul(g).muli(1 - step.beta2()));
    INDArray scale =
        Transforms.sqrt(array(second).mul(step.secondCorrection()), false).addi(step.epsilon());
    INDArray move = array(first).mul(step.learningRate() * step.firstCorrection()).divi(scale);
    array(w).muli(1 - step.learningRate() * step.weightDecay()).subi(move);
  }

  @Override
  public void leapfrog(LeapfrogStep step, Slab momentum, Slab w, Slab gradient, Slab centre) {
    INDArray force = array(gradient).mul(step.gradientFactor());
    for (int i = 0; i < w.rows(); i++) {
      INDArray fromCentre = array(w).getRow(i).sub(array(centre).getRow(centre.rowOf(i)));
      force.getRow(i).addi(fromCentre.muli(step.localisationFactor()));
    }
    array(momentum).addi(force);
    if (step.drift() > 0) {
      array(w).addi(array(momentum).mul(step.drift()));
    }
  }

  @Override
  public void normals(Slab out, RandomStream[] noise, long t) {
    for (int i = 0; i < out.rows(); i++) {
      array(out).getRow(i).assign(normals(out, noise[i], t));
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
  public double[] squaredDistance(Slab w, Slab centre) {
    double[] sums = new double[w.rows()];
    for (int i = 0; i < w.rows(); i++) {
      double[] values = w.getRow(i);
      double[] origin = centre.getRow(centre.rowOf(i));
      for (int j = 0; j < values.length; j++) {
        double difference = values[j] - origin[j];
        sums[i] += difference * difference;
      }
    }
    return sums;
  }
}
