package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaMemory.address;
import static org.cusp.tensor.cuda.CudaMemory.stride;

import java.util.Arrays;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.AdamLangevinStep;
import org.cusp.tensor.AdamStep;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.KickStep;
import org.cusp.tensor.LangevinStep;
import org.cusp.tensor.LeapfrogStep;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.MomentumStep;
import org.cusp.tensor.Precision;
import org.cusp.tensor.RefreshStep;
import org.cusp.tensor.RmsPropLangevinStep;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/**
 * The kernels for an NVIDIA card, on slabs in its memory. In single precision an operation on
 * entries has the bits that the SIMD kernels give; products, exponentials and sums in double differ
 * by rounding.
 */
final class CudaKernels implements Kernels {
  private static final int THREADS = 256;
  private static final int COLUMNS = 32;

  /** A thread of a sum takes so many entries, so that few partial sums are left. */
  private static final int ENTRIES = 8;

  private static final int MOST_BLOCKS = 1024;
  private static final int MOST_PARTIALS = 256;

  private final CudaDevice device;
  private final Products.Rounding rounding;
  private final Scratch indices;
  private final Scratch losses;
  private final Scratch partials;
  private final Scratch sums;
  private final Scratch factors;
  private final Scratch keys;
  private RandomStream[] uploaded = new RandomStream[0];

  CudaKernels(CudaDevice device, Products.Rounding rounding) {
    this.device = device;
    this.rounding = rounding;
    this.indices = new Scratch(device);
    this.losses = new Scratch(device);
    this.partials = new Scratch(device);
    this.sums = new Scratch(device);
    this.factors = new Scratch(device);
    this.keys = new Scratch(device);
  }

  @Override
  public String name() {
    synchronized (device) {
      device.enter();
      String mode = rounding == Products.Rounding.TF32 ? ", tf32" : "";
      return "cuda (" + device.name() + mode + ")";
    }
  }

  private Launch arguments() {
    device.enter();
    return device.launch();
  }

  private CUfunc_st kernel(String name, Slab slab) {
    return device.program(slab.precision()).function("cusp_" + name);
  }

  private static int blocks(long work, int most) {
    return (int) Math.max(1, Math.min(most, (work + THREADS - 1) / THREADS));
  }

  private void entries(String name, Slab slab, int size, Launch launch) {
    launch.on(kernel(name, slab), blocks(size, MOST_BLOCKS), slab.rows(), THREADS);
  }

  /** As {@link #entries}, for kernels of which a thread makes two numbers and their normals. */
  private void noisy(String name, Slab slab, Launch launch) {
    launch.on(
        kernel(name, slab), blocks((slab.columns() + 1) / 2, MOST_BLOCKS), slab.rows(), THREADS);
  }

  private static int partialsOf(int size) {
    return blocks(size / ENTRIES, MOST_PARTIALS);
  }

  private long partialsFor(Slab slab) {
    return partials.of((long) slab.rows() * partialsOf(slab.columns()) * Double.BYTES);
  }

  /** The sum of each chain, from the partial sums that the launch leaves. */
  private double[] summed(String name, Slab slab, Launch launch) {
    int count = partialsOf(slab.columns());
    launch.on(kernel(name, slab), count, slab.rows(), THREADS);
    long target = sums.of((long) slab.rows() * Double.BYTES);
    arguments()
        .with(partials.of(0))
        .with(count)
        .with(target)
        .on(kernel("finish", slab), 1, slab.rows(), THREADS);
    return sums.doubles(slab.rows());
  }

  private long keysOf(RandomStream[] noise) {
    if (!Arrays.equals(uploaded, noise)) {
      keys.ofLongs(Arrays.stream(noise).mapToLong(RandomStream::key).toArray());
      uploaded = noise.clone();
    }
    return keys.of(0);
  }

  @Override
  public void multiply(
      MatrixStack a, Transpose opA, MatrixStack b, Transpose opB, MatrixStack c, double beta) {
    synchronized (device) {
      device.enter();
      device.products().multiply(rounding, a, opA, b, opB, c, beta);
    }
  }

  @Override
  public void addBias(MatrixStack z, MatrixStack bias) {
    synchronized (device) {
      entries(
          "add_bias",
          z.slab(),
          z.size(),
          at(at(arguments(), z), bias).with(z.size()).with(z.columns()));
    }
  }

  private static Launch at(Launch launch, MatrixStack stack) {
    return launch.with(address(stack)).with(stride(stack));
  }

  private static Launch at(Launch launch, Slab slab) {
    return launch.with(address(slab)).with(stride(slab));
  }

  @Override
  public void activate(Activation f, MatrixStack z, MatrixStack a) {
    synchronized (device) {
      entries(
          "activate",
          z.slab(),
          z.size(),
          at(at(arguments().with(f.ordinal()), z), a).with(z.size()));
    }
  }

  @Override
  public void activateBackward(Activation f, MatrixStack delta, MatrixStack saved) {
    synchronized (device) {
      entries(
          "activate_backward",
          delta.slab(),
          delta.size(),
          at(at(arguments().with(f.ordinal()), delta), saved).with(delta.size()));
    }
  }

  @Override
  public void scale(MatrixStack source, double factor, MatrixStack target) {
    synchronized (device) {
      Precision precision = target.slab().precision();
      entries(
          "scale",
          target.slab(),
          target.size(),
          at(at(arguments(), source).with(precision, factor), target).with(target.size()));
    }
  }

  @Override
  public void columnSums(MatrixStack matrix, MatrixStack total) {
    synchronized (device) {
      at(at(arguments(), matrix).with(matrix.rows()).with(matrix.columns()), total)
          .on(
              kernel("column_sums", matrix.slab()),
              (matrix.columns() + COLUMNS - 1) / COLUMNS,
              matrix.count(),
              THREADS);
    }
  }

  @Override
  public void categorical(MatrixStack outputs, int[][] labels, double scale, double[][] perDatum) {
    synchronized (device) {
      device.enter();
      long start = indices.ofInts(labels);
      data(
          "categorical",
          outputs,
          perDatum,
          at(arguments(), outputs)
              .with(outputs.rows())
              .with(outputs.columns())
              .with(start)
              .with(labels.length == 1 ? 0 : labels[0].length)
              .with(scale));
    }
  }

  @Override
  public void gaussian(
      MatrixStack outputs, MatrixStack targets, double sigma, double scale, double[][] perDatum) {
    synchronized (device) {
      data(
          "gaussian",
          outputs,
          perDatum,
          at(at(arguments(), outputs), targets)
              .with(outputs.rows())
              .with(outputs.columns())
              .with(1 / (sigma * sigma))
              .with(0.5 * outputs.columns() * Math.log(2 * Math.PI * sigma * sigma))
              .with(scale));
    }
  }

  @Override
  public void bernoulli(
      MatrixStack outputs, MatrixStack targets, double scale, double[][] perDatum) {
    synchronized (device) {
      data(
          "bernoulli",
          outputs,
          perDatum,
          at(at(arguments(), outputs), targets)
              .with(outputs.rows())
              .with(outputs.columns())
              .with(scale));
    }
  }

  /** A loss of each datum, which is the launch's last argument. */
  private void data(String name, MatrixStack outputs, double[][] perDatum, Launch launch) {
    int rows = outputs.rows();
    int chains = outputs.count();
    launch
        .with(losses.of((long) chains * rows * Double.BYTES))
        .on(kernel(name, outputs.slab()), blocks(rows, MOST_BLOCKS), chains, THREADS);
    double[] all = losses.doubles(chains * rows);
    for (int chain = 0; chain < chains; chain++) {
      System.arraycopy(all, chain * rows, perDatum[chain], 0, rows);
    }
  }

  @Override
  public void gather(MatrixStack source, int[][] rows, MatrixStack target) {
    synchronized (device) {
      device.enter();
      long start = indices.ofInts(rows);
      entries(
          "gather",
          target.slab(),
          target.size(),
          at(
              arguments()
                  .with(address(source))
                  .with(source.columns())
                  .with(start)
                  .with(target.rows()),
              target));
    }
  }

  @Override
  public void langevin(
      LangevinStep step, Slab w, Slab gradient, Slab centre, RandomStream[] noise, long t) {
    synchronized (device) {
      device.enter();
      long streams = keysOf(noise);
      Precision precision = w.precision();
      noisy(
          "langevin",
          w,
          at(at(arguments(), w).with(address(gradient)), centre)
              .with(w.columns())
              .with(precision, step.gradientFactor())
              .with(precision, step.localisationFactor())
              .with(precision, step.noiseFactor())
              .with(streams)
              .with((int) t));
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
    synchronized (device) {
      device.enter();
      long streams = keysOf(noise);
      Precision precision = w.precision();
      noisy(
          "rmsprop_langevin",
          w,
          at(at(arguments(), w).with(address(gradient)), centre)
              .with(address(second))
              .with(w.columns())
              .with(precision, step.langevin().gradientFactor())
              .with(precision, step.langevin().localisationFactor())
              .with(precision, step.langevin().noiseFactor())
              .with(precision, step.beta2())
              .with(precision, 1 - step.beta2())
              .with(precision, step.secondCorrection())
              .with(precision, step.stabiliser())
              .with(streams)
              .with((int) t));
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
    synchronized (device) {
      device.enter();
      long streams = keysOf(noise);
      Precision precision = w.precision();
      RmsPropLangevinStep inner = step.preconditioned();
      noisy(
          "adam_langevin",
          w,
          at(at(arguments(), w).with(address(gradient)), centre)
              .with(address(first))
              .with(address(second))
              .with(w.columns())
              .with(precision, inner.langevin().gradientFactor() * step.firstCorrection())
              .with(precision, inner.langevin().localisationFactor())
              .with(precision, inner.langevin().noiseFactor())
              .with(precision, step.beta1())
              .with(precision, 1 - step.beta1())
              .with(precision, inner.beta2())
              .with(precision, 1 - inner.beta2())
              .with(precision, inner.secondCorrection())
              .with(precision, inner.stabiliser())
              .with(streams)
              .with((int) t));
    }
  }

  @Override
  public void kick(
      KickStep step, Slab w, Slab gradient, Slab centre, Slab velocity, double[] squares) {
    synchronized (device) {
      long target = partialsFor(w);
      Precision precision = w.precision();
      double[] found =
          summed(
              "kick",
              w,
              at(at(arguments(), w).with(address(gradient)), centre)
                  .with(address(velocity))
                  .with(w.columns())
                  .with(precision, step.gradientFactor())
                  .with(precision, step.localisationFactor())
                  .with(target));
      System.arraycopy(found, 0, squares, 0, found.length);
    }
  }

  @Override
  public void refresh(
      RefreshStep[] steps, Slab w, Slab velocity, RandomStream[] noise, long t, double[] squares) {
    synchronized (device) {
      device.enter();
      long streams = keysOf(noise);
      double[] keepSpread = new double[2 * steps.length];
      for (int chain = 0; chain < steps.length; chain++) {
        keepSpread[2 * chain] = steps[chain].keep();
        keepSpread[2 * chain + 1] = steps[chain].spread();
      }
      long chosen = factors.ofDoubles(keepSpread);
      long target = partialsFor(w);
      double[] found =
          summed(
              "refresh",
              w,
              at(arguments(), w)
                  .with(address(velocity))
                  .with(w.columns())
                  .with(chosen)
                  .with(streams)
                  .with((int) t)
                  .with(target));
      System.arraycopy(found, 0, squares, 0, found.length);
    }
  }

  @Override
  public void exchange(Slab target, Slab minus, Slab plus) {
    synchronized (device) {
      entries(
          "exchange",
          target,
          target.columns(),
          at(at(at(arguments(), target), minus), plus).with(target.columns()));
    }
  }

  @Override
  public void momentum(MomentumStep step, Slab w, Slab gradient, Slab velocity) {
    synchronized (device) {
      Precision precision = w.precision();
      entries(
          "momentum",
          w,
          w.columns(),
          at(arguments(), w)
              .with(address(gradient))
              .with(address(velocity))
              .with(w.columns())
              .with(precision, step.learningRate())
              .with(precision, step.momentum())
              .with(precision, step.weightDecay()));
    }
  }

  @Override
  public void adam(AdamStep step, Slab w, Slab gradient, Slab first, Slab second) {
    synchronized (device) {
      Precision precision = w.precision();
      entries(
          "adam",
          w,
          w.columns(),
          at(arguments(), w)
              .with(address(gradient))
              .with(address(first))
              .with(address(second))
              .with(w.columns())
              .with(precision, step.beta1())
              .with(precision, 1 - step.beta1())
              .with(precision, step.beta2())
              .with(precision, 1 - step.beta2())
              .with(precision, step.learningRate() * step.firstCorrection())
              .with(precision, step.secondCorrection())
              .with(precision, step.epsilon())
              .with(precision, 1 - step.learningRate() * step.weightDecay()));
    }
  }

  @Override
  public void leapfrog(LeapfrogStep step, Slab momentum, Slab w, Slab gradient, Slab centre) {
    synchronized (device) {
      Precision precision = w.precision();
      entries(
          "leapfrog",
          w,
          w.columns(),
          at(at(arguments().with(address(momentum)), w).with(address(gradient)), centre)
              .with(w.columns())
              .with(precision, step.gradientFactor())
              .with(precision, step.localisationFactor())
              .with(precision, step.drift()));
    }
  }

  @Override
  public void normals(Slab out, RandomStream[] noise, long t) {
    synchronized (device) {
      device.enter();
      long streams = keysOf(noise);
      noisy("normals", out, at(arguments(), out).with(out.columns()).with(streams).with((int) t));
    }
  }

  @Override
  public void accumulate(Slab sum, double factor, Slab term, double weight) {
    synchronized (device) {
      Precision precision = sum.precision();
      entries(
          "accumulate",
          sum,
          sum.columns(),
          at(at(arguments(), sum).with(precision, factor), term)
              .with(precision, weight)
              .with(sum.columns()));
    }
  }

  @Override
  public void weightedSum(Slab rows, double[] weights, Slab sum) {
    synchronized (device) {
      device.enter();
      long chosen = factors.ofDoubles(weights);
      entries(
          "weighted_sum",
          sum,
          sum.columns(),
          at(arguments(), rows)
              .with(rows.rows())
              .with(chosen)
              .with(address(sum))
              .with(sum.columns()));
    }
  }

  @Override
  public double[] squaredDistance(Slab w, Slab centre) {
    synchronized (device) {
      long target = partialsFor(w);
      return summed(
          "squared_distance", w, at(at(arguments(), w), centre).with(w.columns()).with(target));
    }
  }
}
