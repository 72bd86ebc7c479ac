package org.cusp.tensor.simd;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.AdamLangevinStep;
import org.cusp.tensor.AdamStep;
import org.cusp.tensor.DoubleActivations;
import org.cusp.tensor.KickStep;
import org.cusp.tensor.LangevinStep;
import org.cusp.tensor.LeapfrogStep;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.MomentumStep;
import org.cusp.tensor.RefreshStep;
import org.cusp.tensor.RmsPropLangevinStep;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Sums;

/**
 * Element-by-element operations in double precision. Each takes a block from the buffers to the
 * heap, works there, and puts it back.
 */
final class DoubleElements implements ElementKernels {
  /** Four to six blocks fit the first-level cache; a multiple of the tile of normals. */
  private static final int BLOCK = 1024;

  private final double[] a = new double[BLOCK];
  private final double[] b = new double[BLOCK];
  private final double[] c = new double[BLOCK];
  private final double[] d = new double[BLOCK];
  private final double[] e = new double[BLOCK];
  private final double[] noise = new double[BLOCK];
  private double[] wide = new double[BLOCK];

  @Override
  public void addBias(MatrixStack z, MatrixStack bias, int chain) {
    int width = z.columns();
    double[] row = wide(width);
    double[] shift = b.length >= width ? b : new double[width];
    DoubleBuffer values = z.slab().doubles(z.slab().rowOf(chain));
    bias.slab().doubles(bias.slab().rowOf(chain)).get(bias.offset(), shift, 0, width);
    for (int r = 0, at = z.offset(); r < z.rows(); r++, at += width) {
      values.get(at, row, 0, width);
      for (int i = 0; i < width; i++) {
        row[i] += shift[i];
      }
      values.put(at, row, 0, width);
    }
  }

  @Override
  public void activate(Activation f, MatrixStack z, MatrixStack out, int chain) {
    DoubleBuffer from = z.slab().doubles(z.slab().rowOf(chain));
    DoubleBuffer to = out.slab().doubles(out.slab().rowOf(chain));
    for (int done = 0; done < z.size(); done += BLOCK) {
      int length = Math.min(BLOCK, z.size() - done);
      from.get(z.offset() + done, a, 0, length);
      DoubleActivations.apply(f, a, length);
      to.put(out.offset() + done, a, 0, length);
    }
  }

  @Override
  public void activateBackward(Activation f, MatrixStack delta, MatrixStack saved, int chain) {
    DoubleBuffer gradient = delta.slab().doubles(delta.slab().rowOf(chain));
    DoubleBuffer values = saved.slab().doubles(saved.slab().rowOf(chain));
    for (int done = 0; done < delta.size(); done += BLOCK) {
      int length = Math.min(BLOCK, delta.size() - done);
      gradient.get(delta.offset() + done, a, 0, length);
      values.get(saved.offset() + done, b, 0, length);
      DoubleActivations.backward(f, a, b, length);
      gradient.put(delta.offset() + done, a, 0, length);
    }
  }

  @Override
  public void scale(MatrixStack source, double factor, MatrixStack target, int chain) {
    double by = factor;
    DoubleBuffer from = source.slab().doubles(source.slab().rowOf(chain));
    DoubleBuffer to = target.slab().doubles(target.slab().rowOf(chain));
    for (int done = 0; done < target.size(); done += BLOCK) {
      int length = Math.min(BLOCK, target.size() - done);
      from.get(source.offset() + done, a, 0, length);
      for (int i = 0; i < length; i++) {
        a[i] *= by;
      }
      to.put(target.offset() + done, a, 0, length);
    }
  }

  @Override
  public void langevin(
      LangevinStep step,
      Slab w,
      Slab gradient,
      Slab centre,
      RandomStream stream,
      long t,
      int chain) {
    double byGradient = step.gradientFactor();
    double byDistance = step.localisationFactor();
    double byNoise = step.noiseFactor();
    DoubleBuffer values = w.doubles(chain);
    DoubleBuffer slopes = gradient.doubles(chain);
    DoubleBuffer origin = centre.doubles(centre.rowOf(chain));
    for (int from = 0; from < w.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, w.columns() - from);
      values.get(from, a, 0, length);
      slopes.get(from, b, 0, length);
      origin.get(from, c, 0, length);
      stream.normals(t, from, noise, length);
      for (int i = 0; i < length; i++) {
        a[i] += byGradient * b[i] + byDistance * (a[i] - c[i]) + byNoise * noise[i];
      }
      values.put(from, a, 0, length);
    }
  }

  @Override
  public void rmsPropLangevin(
      RmsPropLangevinStep step,
      Slab w,
      Slab gradient,
      Slab centre,
      Slab second,
      RandomStream stream,
      long t,
      int chain) {
    double byGradient = step.langevin().gradientFactor();
    double byDistance = step.langevin().localisationFactor();
    double byNoise = step.langevin().noiseFactor();
    double keep = step.beta2();
    double rest = 1 - step.beta2();
    double correction = step.secondCorrection();
    double stabiliser = step.stabiliser();
    DoubleBuffer values = w.doubles(chain);
    DoubleBuffer slopes = gradient.doubles(chain);
    DoubleBuffer origin = centre.doubles(centre.rowOf(chain));
    DoubleBuffer squares = second.doubles(chain);
    for (int from = 0; from < w.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, w.columns() - from);
      values.get(from, a, 0, length);
      slopes.get(from, b, 0, length);
      origin.get(from, c, 0, length);
      squares.get(from, d, 0, length);
      stream.normals(t, from, noise, length);
      for (int i = 0; i < length; i++) {
        d[i] = keep * d[i] + rest * b[i] * b[i];
        double scale = 1 / (Math.sqrt(d[i] * correction) + stabiliser);
        a[i] +=
            scale * (byGradient * b[i] + byDistance * (a[i] - c[i]))
                + byNoise * Math.sqrt(scale) * noise[i];
      }
      values.put(from, a, 0, length);
      squares.put(from, d, 0, length);
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
      RandomStream stream,
      long t,
      int chain) {
    RmsPropLangevinStep inner = step.preconditioned();
    double byMean = inner.langevin().gradientFactor() * step.firstCorrection();
    double byDistance = inner.langevin().localisationFactor();
    double byNoise = inner.langevin().noiseFactor();
    double keep1 = step.beta1();
    double rest1 = 1 - step.beta1();
    double keep2 = inner.beta2();
    double rest2 = 1 - inner.beta2();
    double correction = inner.secondCorrection();
    double stabiliser = inner.stabiliser();
    DoubleBuffer values = w.doubles(chain);
    DoubleBuffer slopes = gradient.doubles(chain);
    DoubleBuffer origin = centre.doubles(centre.rowOf(chain));
    DoubleBuffer means = first.doubles(chain);
    DoubleBuffer squares = second.doubles(chain);
    for (int from = 0; from < w.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, w.columns() - from);
      values.get(from, a, 0, length);
      slopes.get(from, b, 0, length);
      origin.get(from, c, 0, length);
      squares.get(from, d, 0, length);
      means.get(from, e, 0, length);
      stream.normals(t, from, noise, length);
      for (int i = 0; i < length; i++) {
        e[i] = keep1 * e[i] + rest1 * b[i];
        d[i] = keep2 * d[i] + rest2 * b[i] * b[i];
        double scale = 1 / (Math.sqrt(d[i] * correction) + stabiliser);
        a[i] +=
            scale * (byMean * e[i] + byDistance * (a[i] - c[i]))
                + byNoise * Math.sqrt(scale) * noise[i];
      }
      values.put(from, a, 0, length);
      squares.put(from, d, 0, length);
      means.put(from, e, 0, length);
    }
  }

  @Override
  public double kick(KickStep step, Slab w, Slab gradient, Slab centre, Slab velocity, int chain) {
    double byGradient = step.gradientFactor();
    double byDistance = step.localisationFactor();
    DoubleBuffer values = w.doubles(chain);
    DoubleBuffer slopes = gradient.doubles(chain);
    DoubleBuffer origin = centre.doubles(centre.rowOf(chain));
    DoubleBuffer speeds = velocity.doubles(chain);
    double sum = 0;
    for (int from = 0; from < w.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, w.columns() - from);
      values.get(from, a, 0, length);
      slopes.get(from, b, 0, length);
      origin.get(from, c, 0, length);
      speeds.get(from, d, 0, length);
      for (int i = 0; i < length; i++) {
        d[i] += byGradient * b[i] + byDistance * (a[i] - c[i]);
        a[i] += 0.5 * d[i];
      }
      values.put(from, a, 0, length);
      speeds.put(from, d, 0, length);
      sum += Sums.ofSquares(d, 0, length);
    }
    return sum;
  }

  @Override
  public double refresh(
      RefreshStep step, Slab w, Slab velocity, RandomStream stream, long t, int chain) {
    double keep = step.keep();
    double spread = step.spread();
    DoubleBuffer values = w.doubles(chain);
    DoubleBuffer speeds = velocity.doubles(chain);
    double sum = 0;
    for (int from = 0; from < w.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, w.columns() - from);
      values.get(from, a, 0, length);
      speeds.get(from, d, 0, length);
      stream.normals(t, from, noise, length);
      for (int i = 0; i < length; i++) {
        d[i] = keep * d[i] + spread * noise[i];
        a[i] += 0.5 * d[i];
      }
      values.put(from, a, 0, length);
      speeds.put(from, d, 0, length);
      sum += Sums.ofSquares(d, 0, length);
    }
    return sum;
  }

  @Override
  public void exchange(Slab target, Slab minus, Slab plus, int chain) {
    DoubleBuffer values = target.doubles(chain);
    DoubleBuffer taken = minus.doubles(minus.rowOf(chain));
    DoubleBuffer given = plus.doubles(plus.rowOf(chain));
    for (int from = 0; from < target.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, target.columns() - from);
      values.get(from, a, 0, length);
      taken.get(from, b, 0, length);
      given.get(from, c, 0, length);
      for (int i = 0; i < length; i++) {
        a[i] = (a[i] - b[i]) + c[i];
      }
      values.put(from, a, 0, length);
    }
  }

  @Override
  public void momentum(MomentumStep step, Slab w, Slab gradient, Slab velocity, int chain) {
    double rate = step.learningRate();
    double keep = step.momentum();
    double decay = step.weightDecay();
    DoubleBuffer values = w.doubles(chain);
    DoubleBuffer slopes = gradient.doubles(chain);
    DoubleBuffer speeds = velocity.doubles(chain);
    for (int from = 0; from < w.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, w.columns() - from);
      values.get(from, a, 0, length);
      slopes.get(from, b, 0, length);
      speeds.get(from, c, 0, length);
      for (int i = 0; i < length; i++) {
        c[i] = keep * c[i] + b[i] + decay * a[i];
        a[i] -= rate * c[i];
      }
      values.put(from, a, 0, length);
      speeds.put(from, c, 0, length);
    }
  }

  @Override
  public void adam(AdamStep step, Slab w, Slab gradient, Slab first, Slab second, int chain) {
    double beta1 = step.beta1();
    double rest1 = 1 - step.beta1();
    double beta2 = step.beta2();
    double rest2 = 1 - step.beta2();
    double rate = (step.learningRate() * step.firstCorrection());
    double correction = step.secondCorrection();
    double epsilon = step.epsilon();
    double shrink = (1 - step.learningRate() * step.weightDecay());
    DoubleBuffer values = w.doubles(chain);
    DoubleBuffer slopes = gradient.doubles(chain);
    DoubleBuffer means = first.doubles(chain);
    DoubleBuffer squares = second.doubles(chain);
    for (int from = 0; from < w.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, w.columns() - from);
      values.get(from, a, 0, length);
      slopes.get(from, b, 0, length);
      means.get(from, c, 0, length);
      squares.get(from, noise, 0, length);
      for (int i = 0; i < length; i++) {
        c[i] = beta1 * c[i] + rest1 * b[i];
        noise[i] = beta2 * noise[i] + rest2 * b[i] * b[i];
        a[i] = shrink * a[i] - rate * c[i] / (Math.sqrt(noise[i] * correction) + epsilon);
      }
      values.put(from, a, 0, length);
      means.put(from, c, 0, length);
      squares.put(from, noise, 0, length);
    }
  }

  @Override
  public void leapfrog(
      LeapfrogStep step, Slab momentum, Slab w, Slab gradient, Slab centre, int chain) {
    double byGradient = step.gradientFactor();
    double byDistance = step.localisationFactor();
    double drift = step.drift();
    DoubleBuffer values = w.doubles(chain);
    DoubleBuffer slopes = gradient.doubles(chain);
    DoubleBuffer origin = centre.doubles(centre.rowOf(chain));
    DoubleBuffer speeds = momentum.doubles(chain);
    for (int from = 0; from < w.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, w.columns() - from);
      values.get(from, a, 0, length);
      slopes.get(from, b, 0, length);
      origin.get(from, c, 0, length);
      speeds.get(from, noise, 0, length);
      for (int i = 0; i < length; i++) {
        noise[i] += byGradient * b[i] + byDistance * (a[i] - c[i]);
        a[i] += drift * noise[i];
      }
      values.put(from, a, 0, length);
      speeds.put(from, noise, 0, length);
    }
  }

  @Override
  public void normals(Slab out, RandomStream stream, long t, int chain) {
    DoubleBuffer values = out.doubles(chain);
    for (int from = 0; from < out.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, out.columns() - from);
      stream.normals(t, from, noise, length);
      values.put(from, noise, 0, length);
    }
  }

  @Override
  public void accumulate(Slab sum, double factor, Slab term, double weight, int row) {
    DoubleBuffer sums = sum.doubles(row);
    DoubleBuffer terms = term.doubles(row);
    double keep = factor;
    double share = weight;
    for (int from = 0; from < sum.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, sum.columns() - from);
      terms.get(from, b, 0, length);
      if (factor == 0) {
        Arrays.fill(a, 0, length, 0);
      } else {
        sums.get(from, a, 0, length);
      }
      for (int i = 0; i < length; i++) {
        a[i] = keep * a[i] + share * b[i];
      }
      sums.put(from, a, 0, length);
    }
  }

  @Override
  public void copyRow(MatrixStack source, int sourceRow, MatrixStack target, int chain, int row) {
    int width = target.columns();
    DoubleBuffer from = source.slab().doubles(0);
    DoubleBuffer to = target.slab().doubles(target.slab().rowOf(chain));
    to.put(target.offset() + row * width, from, source.offset() + sourceRow * width, width);
  }

  @Override
  public void load(Slab slab, int row, int from, double[] out, int length) {
    slab.doubles(row).get(from, out, 0, length);
  }

  @Override
  public void store(Slab slab, int row, int from, double[] values, int length) {
    slab.doubles(row).put(from, values, 0, length);
  }

  private double[] wide(int width) {
    if (wide.length < width) {
      wide = new double[width];
    }
    return wide;
  }
}
