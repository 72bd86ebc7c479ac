package org.cusp.tensor.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.BatchOrders;
import org.cusp.tensor.Clock;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Memory;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.update.AdamLangevinStep;
import org.cusp.tensor.update.AdamStep;
import org.cusp.tensor.update.KickStep;
import org.cusp.tensor.update.LangevinStep;
import org.cusp.tensor.update.LeapfrogStep;
import org.cusp.tensor.update.MomentumStep;
import org.cusp.tensor.update.Operation;
import org.cusp.tensor.update.RefreshStep;
import org.cusp.tensor.update.RmsPropLangevinStep;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

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
    boolean single = s.precision() == Precision.FLOAT32;
    double rounding = single ? EXACT : TWICE;
    check(
        "normals",
        s,
        rounding,
        act(
            (k, x, c) -> {
              try (NoiseStreams noise = noise(x[0]);
                  Clock clock = Clock.in(x[0].memory())) {
                clock.set(17);
                k.normals(x[0], noise, clock);
              }
            }));
    LangevinStep plain = new LangevinStep(0.01, 30, 2, 1);
    double[] langevin = plain.factors();
    check(LangevinStep.UPDATE, s, (k, x, c) -> List.of(x[0], x[1], c), langevin);
    check(
        "loop",
        s,
        rounding,
        act(
            (k, x, c) -> {
              try (NoiseStreams noise = noise(x[0]);
                  Clock clock = Clock.in(x[0].memory());
                  Move move =
                      Move.of(LangevinStep.UPDATE, langevin, x[0], x[1], c).with(noise, clock)) {
                StepLoop loop =
                    k.loop(
                        () -> {
                          k.scale(s.matrix(x[0]), 0.5, s.matrix(x[1]));
                          k.update(move);
                          k.tick(clock);
                        });
                for (int i = 0; i < 5; i++) {
                  loop.run();
                }
                k.normals(x[2], noise, clock);
              }
            }));
    check(
        "loop on the host",
        s,
        rounding,
        act(
            (k, x, c) -> {
              try (NoiseStreams noise = noise(x[0]);
                  Clock clock = Clock.in(x[0].memory())) {
                StepLoop loop =
                    k.loop(
                        () -> {
                          k.normals(x[0], noise, clock);
                          k.tick(clock);
                          x[1].setRow(0, x[0].getRow(0));
                        });
                for (int i = 0; i < 4; i++) {
                  loop.run();
                }
                k.normals(x[2], noise, clock);
              }
            }));
    RmsPropLangevinStep rms = new RmsPropLangevinStep(plain, 0.9, 0.3, 2);
    check(
        RmsPropLangevinStep.UPDATE,
        s,
        (k, x, c) -> List.of(x[0], x[1], c, squared(k, x[2])),
        rms.factors());
    check(
        AdamLangevinStep.UPDATE,
        s,
        (k, x, c) -> List.of(x[0], x[1], c, squared(k, x[2]), x[3]),
        new AdamLangevinStep(rms, 0.8).factors());
    check(
        LeapfrogStep.UPDATE,
        s,
        (k, x, c) -> List.of(x[0], x[1], c, x[2]),
        new LeapfrogStep(0.05, 0.1, 3, 2).factors());
    check(
        KickStep.UPDATE,
        s,
        (k, x, c) -> List.of(x[0], x[1], c, x[2]),
        new KickStep(0.01, 30, 2).factors());
    check(
        RefreshStep.UPDATE,
        s,
        (k, x, c) -> List.of(x[0], x[1]),
        RefreshStep.exact(0.01, 0.1, 0.2, 1).factors());
    check(
        MomentumStep.UPDATE,
        s,
        (k, x, c) -> List.of(x[0], x[1], x[2]),
        new MomentumStep(0.1, 0.9, 0.01).factors());
    check(
        AdamStep.UPDATE,
        s,
        (k, x, c) -> List.of(x[0], x[1], x[3], squared(k, x[2])),
        new AdamStep(0.1, 0.9, 0.999, 1e-8, 0.01, 3).factors());
    Update unknown =
        Update.named("unknown")
            .set(0, Term.value(0).plus(Term.factor(0).times(Term.value(1)).times(Term.noise())))
            .with(new Update.Sum.Added(Term.value(0).of(Operation.ABSOLUTE)));
    check(unknown, s, (k, x, c) -> List.of(x[0], c), new double[] {0.3});
    check("exchange", s, rounding, act((k, x, c) -> k.exchange(x[0], x[1], c)));
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
        "bias and activation",
        s,
        rounding,
        act(
            (k, x, c) -> {
              k.addBias(s.matrix(x[0]), MatrixStack.of(c, 0, 1, s.width()));
              k.activate(Activation.TANH, s.matrix(x[0]), s.matrix(x[1]));
              k.addBias(s.matrix(x[2]), MatrixStack.of(x[3], 0, 1, s.width()));
              k.activate(Activation.GELU, s.matrix(x[2]), s.matrix(x[2]));
              k.addBias(s.matrix(x[1]), MatrixStack.of(c, 0, 1, s.width()));
              k.activate(Activation.RELU, s.matrix(x[3]), s.matrix(x[3]));
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
    int chosen = Math.min(5, s.rows());
    check(
        "gather",
        s,
        EXACT,
        act(
            (k, x, c) -> {
              try (IntSlab rows = numbers(x[0], s, chosen)) {
                k.gather(s.matrix(c), rows, MatrixStack.of(x[0], 1, chosen, s.width()));
              }
            }));
  }

  private void losses(Shape s) {
    double within = s.precision() == Precision.FLOAT32 ? SINGLE : TWICE;
    int[] labels = new int[s.rows()];
    Arrays.setAll(labels, i -> i * 31 % s.width());
    check(
        "categorical",
        s,
        within,
        (k, x, c) -> {
          try (IntSlab all = IntSlab.row(c.memory(), labels);
              IntSlab numbers = numbers(c, s, s.rows());
              Slab losses = c.doublesBeside(s.chains(), s.rows() + 1)) {
            k.categorical(s.matrix(x[0]), all, new Rows.Chosen(numbers), 0.25, losses);
            k.categorical(s.matrix(x[1]), all, new Rows.From(0), 0.25, losses);
            return losses.values();
          }
        });
    check(
        "gaussian",
        s,
        within,
        (k, x, c) -> {
          try (Slab losses = c.doublesBeside(s.chains(), s.rows())) {
            k.gaussian(s.matrix(x[0]), s.matrix(x[1]), 0.7, 0.25, losses);
            return losses.values();
          }
        });
    check(
        "bernoulli",
        s,
        within,
        (k, x, c) -> {
          try (Slab losses = c.doublesBeside(s.chains(), s.rows())) {
            k.bernoulli(s.matrix(x[0]), s.matrix(c), 0.25, losses);
            return losses.values();
          }
        });
    check(
        "addExcess",
        s,
        TWICE,
        (k, x, c) -> {
          double[] reference = new double[s.rows() + 2];
          Arrays.setAll(reference, i -> Math.sin(i));
          try (Slab losses = c.doublesBeside(s.chains(), s.rows());
              Slab elsewhere = Slab.row(c.memory(), Precision.FLOAT64, reference);
              IntSlab numbers = numbers(c, s, s.rows());
              Slab sums = c.doublesBeside(s.chains(), 1)) {
            k.gaussian(s.matrix(x[0]), s.matrix(x[1]), 0.7, 0, losses);
            k.addExcess(losses, s.rows(), elsewhere, new Rows.Chosen(numbers), sums);
            k.addExcess(losses, s.rows(), elsewhere, new Rows.From(2), sums);
            return sums.values();
          }
        });
    check(
        "select",
        s,
        EXACT,
        act(
            (k, x, c) -> {
              try (Slab flags = c.doublesBeside(s.chains(), 1)) {
                for (int chain = 1; chain < s.chains(); chain += 2) {
                  flags.setRow(chain, new double[] {1});
                }
                k.select(flags, x[0], x[1]);
              }
            }));
    check(
        "batchRows",
        s,
        EXACT,
        (k, x, c) -> {
          BatchOrders.Order order = (epoch, i) -> (int) ((i + epoch) % (s.rows() + 3));
          return batchRows(s, k, c.memory(), Collections.nCopies(s.chains(), order));
        });
    check(
        "shuffle",
        s,
        EXACT,
        (k, x, c) -> {
          BatchOrders.Order[] orders = new BatchOrders.Order[s.chains()];
          Arrays.setAll(
              orders,
              i ->
                  BatchOrders.shuffled(
                      RandomStream.of(seed, Purpose.SAMPLING_BATCH, i), s.rows() + 3));
          return batchRows(s, k, c.memory(), List.of(orders));
        });
  }

  private static double[] batchRows(
      Shape s, Kernels k, Memory memory, List<BatchOrders.Order> each) {
    try (BatchOrders orders = new BatchOrders(memory, s.rows() + 3, s.rows(), each);
        Clock clock = Clock.in(memory);
        IntSlab numbers = IntSlab.zeros(memory, s.chains(), s.rows())) {
      clock.set(2);
      k.tick(clock);
      orders.prepare(3);
      k.batchRows(orders, clock, 0, numbers);
      return Arrays.stream(numbers.getRow(s.chains() - 1)).asDoubleStream().toArray();
    }
  }

  /** Other data for each chain. */
  private static IntSlab numbers(Slab like, Shape s, int count) {
    IntSlab numbers = IntSlab.zeros(like.memory(), s.chains(), count);
    for (int chain = 0; chain < s.chains(); chain++) {
      int[] row = new int[count];
      int of = chain;
      Arrays.setAll(row, i -> (7 * of + 5 * i + 2) % s.rows());
      numbers.setRow(chain, row);
    }
    return numbers;
  }

  private NoiseStreams noise(Slab like) {
    RandomStream[] noise = new RandomStream[like.rows()];
    Arrays.setAll(noise, chain -> RandomStream.of(seed, Purpose.NOISE, chain));
    return NoiseStreams.of(like.memory(), noise);
  }

  private interface Operands {
    List<Slab> of(Kernels kernels, Slab[] slabs, Slab shared);
  }

  /** With the same factors for all chains, then with each chain's own. */
  private void check(Update update, Shape s, Operands operands, double[] factors) {
    double within = s.precision() == Precision.FLOAT32 ? EXACT : TWICE;
    check(
        update.name(),
        s,
        within,
        (k, x, c) -> {
          Slab[] on = operands.of(k, x, c).toArray(Slab[]::new);
          try (NoiseStreams noise = noise(x[0]);
              Clock clock = Clock.in(c.memory());
              Slab sums = c.doublesBeside(s.chains(), 1);
              Move all = Move.of(update, factors, on).with(noise, clock).summing(sums);
              Move own = Move.perChain(update, factors, on).with(noise, clock).summing(sums)) {
            clock.set(9);
            k.update(all);
            double[] first = sums.values();
            for (int chain = 0; chain < s.chains(); chain++) {
              double by = 1 + 0.125 * chain;
              own.factors().setRow(chain, Arrays.stream(factors).map(f -> by * f).toArray());
            }
            k.update(own);
            double[] both = Arrays.copyOf(first, 2 * first.length);
            System.arraycopy(sums.values(), 0, both, first.length, first.length);
            return both;
          }
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
