package org.cusp.tensor.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.AdamLangevinStep;
import org.cusp.tensor.AdamStep;
import org.cusp.tensor.KernelProvider;
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
 * Every kernel of the card, or of the emulated one, beside the SIMD kernels on the same random
 * input: a line for each with the number of results whose bits differ and the largest difference in
 * units of the largest result. Sizes straddle blocks, tiles and strands.
 */
public final class CudaParity {
  private static final int SLABS = 4;
  private static final double EXACT = 0;
  private static final double SINGLE = 3e-6;
  private static final double TWICE = 1e-13;

  private final KernelProvider cuda;
  private final KernelProvider simd = KernelProvider.named("simd");
  private final long seed;
  private final List<String> faults = new ArrayList<>();

  private CudaParity(KernelProvider cuda, long seed) {
    this.cuda = cuda;
    this.seed = seed;
  }

  /** Arguments: the provider's name, the seed of the inputs, and "small" for no large sizes. */
  public static void main(String[] args) {
    KernelProvider cuda = KernelProvider.named(args.length > 0 ? args[0] : "cuda");
    CudaParity parity = new CudaParity(cuda, args.length > 1 ? Long.parseLong(args[1]) : 1);
    System.out.println("kernels " + cuda.create().name());
    boolean small = args.length > 2 && args[2].equals("small");
    for (Precision precision : Precision.values()) {
      parity.all(new Shape(precision, 1, 1, 1, 1));
      parity.all(new Shape(precision, 2, 5, 3, 31));
      parity.all(new Shape(precision, 3, 37, 71, 5003));
      if (!small) {
        parity.all(new Shape(precision, 2, 300, 33, 70_001));
      }
    }
    parity.faults.forEach(fault -> System.out.println("FAULT " + fault));
    System.out.println(parity.faults.isEmpty() ? "parity holds" : "parity fails");
    System.exit(parity.faults.isEmpty() ? 0 : 1);
  }

  private record Shape(Precision precision, int chains, int rows, int width, int parameters) {
    int columns() {
      return Math.max(parameters, 3 + rows * width);
    }

    MatrixStack matrix(Slab slab) {
      return MatrixStack.of(slab, 3, rows, width);
    }
  }

  /** What two providers are asked to do; further results are returned. */
  private interface Work {
    double[] on(Kernels kernels, Slab[] slabs, Slab shared);
  }

  private void all(Shape s) {
    RandomStream[] noise = new RandomStream[s.chains()];
    Arrays.setAll(noise, chain -> RandomStream.of(seed, Purpose.NOISE, chain));
    boolean single = s.precision() == Precision.FLOAT32;
    double rounding = single ? EXACT : TWICE;
    check("normals", s, rounding, act((k, x, c) -> k.normals(x[0], noise, 17)));
    LangevinStep langevin = new LangevinStep(0.01, 30, 2, 1);
    check("langevin", s, rounding, act((k, x, c) -> k.langevin(langevin, x[0], x[1], c, noise, 9)));
    RmsPropLangevinStep rms = new RmsPropLangevinStep(langevin, 0.9, 0.3, 2);
    check(
        "rmsPropLangevin",
        s,
        rounding,
        act((k, x, c) -> k.rmsPropLangevin(rms, x[0], x[1], c, squared(k, x[2]), noise, 9)));
    check(
        "adamLangevin",
        s,
        rounding,
        act(
            (k, x, c) ->
                k.adamLangevin(
                    new AdamLangevinStep(rms, 0.8),
                    x[0],
                    x[1],
                    c,
                    x[3],
                    squared(k, x[2]),
                    noise,
                    9)));
    check(
        "leapfrog",
        s,
        rounding,
        act(
            (k, x, c) -> {
              k.leapfrog(new LeapfrogStep(0.05, 0.1, 3, 2), x[0], x[1], x[2], c);
              k.leapfrog(new LeapfrogStep(0.05, 0, 3, 2), x[0], x[1], x[2], c);
            }));
    check(
        "kick",
        s,
        rounding,
        (k, x, c) -> {
          double[] squares = new double[s.chains()];
          k.kick(new KickStep(0.01, 30, 2), x[0], x[1], c, x[2], squares);
          return squares;
        });
    RefreshStep[] refresh = new RefreshStep[s.chains()];
    Arrays.setAll(refresh, i -> RefreshStep.exact(0.01, 0.1 * i - 0.1, 0.2, 1));
    check(
        "refresh",
        s,
        rounding,
        (k, x, c) -> {
          double[] squares = new double[s.chains()];
          k.refresh(refresh, x[0], x[1], noise, 9, squares);
          return squares;
        });
    check("exchange", s, rounding, act((k, x, c) -> k.exchange(x[0], x[1], c)));
    check(
        "momentum",
        s,
        rounding,
        act((k, x, c) -> k.momentum(new MomentumStep(0.1, 0.9, 0.01), x[0], x[1], x[2])));
    check(
        "adam",
        s,
        rounding,
        act(
            (k, x, c) ->
                k.adam(
                    new AdamStep(0.1, 0.9, 0.999, 1e-8, 0.01, 3),
                    x[0],
                    x[1],
                    x[3],
                    squared(k, x[2]))));
    check(
        "accumulate",
        s,
        rounding,
        act(
            (k, x, c) -> {
              k.accumulate(x[0], 0, x[1], 0.3);
              k.accumulate(x[2], 0.7, x[1], -0.3);
            }));
    check("squaredDistance", s, TWICE, (k, x, c) -> k.squaredDistance(x[0], c));
    double[] weights = new double[s.chains()];
    Arrays.setAll(weights, i -> 0.25 * (i + 1));
    check("weightedSum", s, rounding, act((k, x, c) -> k.weightedSum(x[0], weights, c)));
    layers(s, rounding);
    losses(s);
    products(s);
  }

  private void layers(Shape s, double rounding) {
    boolean single = s.precision() == Precision.FLOAT32;
    check(
        "addBias",
        s,
        rounding,
        act(
            (k, x, c) -> {
              k.addBias(s.matrix(x[0]), MatrixStack.of(x[1], 1, 1, s.width()));
              k.addBias(s.matrix(x[2]), MatrixStack.of(c, 0, 1, s.width()));
            }));
    check(
        "scale",
        s,
        rounding,
        act(
            (k, x, c) -> {
              k.scale(s.matrix(x[0]), -0.3, s.matrix(x[1]));
              k.scale(s.matrix(c), 7, s.matrix(x[2]));
            }));
    check(
        "columnSums",
        s,
        single ? SINGLE : TWICE,
        act((k, x, c) -> k.columnSums(s.matrix(x[0]), MatrixStack.of(x[1], 2, 1, s.width()))));
    for (Activation f : Activation.values()) {
      // The library functions of softplus differ between Java and C by a unit in the last place.
      double within = f == Activation.SOFTPLUS && single ? SINGLE : rounding;
      check(
          f + " forward",
          s,
          within,
          act((k, x, c) -> k.activate(f, s.matrix(x[0]), s.matrix(x[1]))));
      check(
          f + " backward",
          s,
          within,
          act((k, x, c) -> k.activateBackward(f, s.matrix(x[0]), s.matrix(x[1]))));
    }
    int[][] rows = new int[s.chains()][Math.min(5, s.rows())];
    for (int i = 0; i < rows.length; i++) {
      for (int r = 0; r < rows[i].length; r++) {
        rows[i][r] = (7 * i + 5 * r + 2) % s.rows();
      }
    }
    check(
        "gather",
        s,
        EXACT,
        act(
            (k, x, c) ->
                k.gather(s.matrix(c), rows, MatrixStack.of(x[0], 1, rows[0].length, s.width()))));
  }

  private void losses(Shape s) {
    double within = s.precision() == Precision.FLOAT32 ? SINGLE : TWICE;
    int[][] labels = new int[s.chains()][s.rows()];
    for (int[] row : labels) {
      Arrays.setAll(row, i -> i * 31 % s.width());
    }
    check(
        "categorical",
        s,
        within,
        (k, x, c) -> {
          double[][] losses = new double[s.chains()][s.rows()];
          k.categorical(s.matrix(x[0]), labels, 0.25, losses);
          return flat(losses);
        });
    check(
        "gaussian",
        s,
        within,
        (k, x, c) -> {
          double[][] losses = new double[s.chains()][s.rows()];
          k.gaussian(s.matrix(x[0]), s.matrix(x[1]), 0.7, 0.25, losses);
          return flat(losses);
        });
    check(
        "bernoulli",
        s,
        within,
        (k, x, c) -> {
          double[][] losses = new double[s.chains()][s.rows()];
          k.bernoulli(s.matrix(x[0]), s.matrix(c), 0.25, losses);
          return flat(losses);
        });
  }

  private void products(Shape s) {
    double within = s.precision() == Precision.FLOAT32 ? SINGLE : TWICE;
    int m = Math.min(s.rows(), 37);
    int n = Math.min(s.width(), 29);
    int inner = Math.max(1, Math.min(11, (s.columns() - 3) / Math.max(m, n)));
    for (Transpose a : Transpose.values()) {
      for (Transpose b : Transpose.values()) {
        check(
            "multiply " + a + " " + b,
            s,
            within,
            act(
                (k, x, c) -> {
                  MatrixStack left =
                      MatrixStack.of(
                          x[0], 1, a == Transpose.YES ? inner : m, a == Transpose.YES ? m : inner);
                  MatrixStack right =
                      MatrixStack.of(
                          x[1], 2, b == Transpose.YES ? n : inner, b == Transpose.YES ? inner : n);
                  MatrixStack shared = MatrixStack.of(c, 2, right.rows(), right.columns());
                  k.multiply(left, a, right, b, MatrixStack.of(x[2], 1, m, n), 0.5);
                  k.multiply(left, a, shared, b, MatrixStack.of(x[3], 1, m, n), 0);
                }));
      }
    }
  }

  private static double[] flat(double[][] values) {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Entries that may stand under a root. */
  private static Slab squared(Kernels kernels, Slab slab) {
    for (int row = 0; row < slab.rows(); row++) {
      slab.setRow(row, Arrays.stream(slab.getRow(row)).map(v -> v * v).toArray());
    }
    return slab;
  }

  private interface Act {
    void on(Kernels kernels, Slab[] slabs, Slab shared);
  }

  private static Work act(Act act) {
    return (kernels, slabs, shared) -> {
      act.on(kernels, slabs, shared);
      return new double[0];
    };
  }

  private void check(String name, Shape shape, double within, Work work) {
    double[][] expected = results(simd, shape, work);
    double[][] found = results(cuda, shape, work);
    // Slabs, then what is returned in double.
    for (int part = 0; part < expected.length; part++) {
      compare(
          name, shape, part == 0 ? within : Math.max(within, TWICE), expected[part], found[part]);
    }
  }

  private void compare(String name, Shape shape, double within, double[] expected, double[] found) {
    long differ = 0;
    double largest = 0;
    double scale = 1e-300;
    for (int i = 0; i < expected.length; i++) {
      // 0 and -0 are one number.
      if (!(expected[i] == found[i])) {
        differ++;
        double off = Math.abs(expected[i] - found[i]);
        largest = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(largest, off);
      }
      scale = Math.max(scale, Math.abs(expected[i]));
    }
    if (expected.length == 0) {
      return;
    }
    String line =
        String.format(
            Locale.ROOT,
            "%-20s %s %d x %dx%d, P %d: %d of %d differ, by at most %.1e",
            name,
            shape.precision(),
            shape.chains(),
            shape.rows(),
            shape.width(),
            shape.columns(),
            differ,
            expected.length,
            largest / scale);
    System.out.println(line);
    if (!(largest / scale <= within)) {
      faults.add(line);
    }
  }

  private double[][] results(KernelProvider provider, Shape shape, Work work) {
    Slab[] slabs = new Slab[SLABS];
    for (int i = 0; i < SLABS; i++) {
      slabs[i] = filled(provider, shape, shape.chains(), i);
    }
    try (Slab shared = filled(provider, shape, 1, SLABS)) {
      double[] returned = work.on(provider.create(), slabs, shared);
      double[][] rows = new double[SLABS * shape.chains() + 1][];
      for (int i = 0; i < SLABS; i++) {
        for (int chain = 0; chain < shape.chains(); chain++) {
          rows[i * shape.chains() + chain] = slabs[i].getRow(chain);
        }
      }
      rows[rows.length - 1] = shared.getRow(0);
      return new double[][] {flat(rows), returned};
    } finally {
      Arrays.stream(slabs).forEach(Slab::close);
    }
  }

  private Slab filled(KernelProvider provider, Shape shape, int rows, int number) {
    RandomStream input = RandomStream.of(seed, Purpose.INPUTS, number);
    Slab slab = Slab.zeros(provider.memory(), shape.precision(), rows, shape.columns());
    double[] values = new double[shape.columns()];
    for (int row = 0; row < rows; row++) {
      input.normals(row, 0, values, values.length);
      slab.setRow(row, values);
    }
    return slab;
  }
}
