package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaMemory.address;
import static org.cusp.tensor.cuda.CudaMemory.stride;

import java.util.Arrays;
import org.bytedeco.cuda.cudart.CUfunc_st;
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
import org.cusp.tensor.update.AdamLangevinStep;
import org.cusp.tensor.update.AdamStep;
import org.cusp.tensor.update.KickStep;
import org.cusp.tensor.update.LangevinStep;
import org.cusp.tensor.update.LeapfrogStep;
import org.cusp.tensor.update.MomentumStep;
import org.cusp.tensor.update.RefreshStep;
import org.cusp.tensor.update.RmsPropLangevinStep;
import org.cusp.tensor.update.Update;

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
  private final UpdateInterpreter onHost = new UpdateInterpreter();
  private NoiseStreams uploaded;

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
  private void summed(String name, Slab slab, Launch launch, Slab into) {
    double[] found = summed(name, slab, launch);
    for (int chain = 0; chain < found.length; chain++) {
      into.setRow(chain, new double[] {found[chain]});
    }
  }

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

  private long keysOf(NoiseStreams noise) {
    if (uploaded != noise) {
      long[] all = new long[noise.keys().rows()];
      Arrays.setAll(all, chain -> noise.of(chain).key());
      keys.ofLongs(all);
      uploaded = noise;
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
  public void categorical(
      MatrixStack outputs, IntSlab labels, Rows rows, double scale, Slab perDatum) {
    synchronized (device) {
      device.enter();
      int[] all = labels.getRow(0);
      int[][] own = new int[outputs.count()][outputs.rows()];
      for (int chain = 0; chain < own.length; chain++) {
        int of = chain;
        Arrays.setAll(own[chain], i -> all[rows.at(of, i)]);
      }
      long start = indices.ofInts(own);
      data(
          "categorical",
          outputs,
          perDatum,
          at(arguments(), outputs)
              .with(outputs.rows())
              .with(outputs.columns())
              .with(start)
              .with(outputs.rows())
              .with(scale));
    }
  }

  @Override
  public void gaussian(
      MatrixStack outputs, MatrixStack targets, double sigma, double scale, Slab perDatum) {
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
  public void bernoulli(MatrixStack outputs, MatrixStack targets, double scale, Slab perDatum) {
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
  private void data(String name, MatrixStack outputs, Slab perDatum, Launch launch) {
    int rows = outputs.rows();
    int chains = outputs.count();
    launch
        .with(losses.of((long) chains * rows * Double.BYTES))
        .on(kernel(name, outputs.slab()), blocks(rows, MOST_BLOCKS), chains, THREADS);
    double[] all = losses.doubles(chains * rows);
    for (int chain = 0; chain < chains; chain++) {
      double[] own = Arrays.copyOfRange(all, chain * rows, (chain + 1) * rows);
      perDatum.store(chain, 0, own, rows);
    }
  }

  @Override
  public void addExcess(Slab perDatum, int batch, Slab reference, Rows rows, Slab total) {
    double[] elsewhere = reference.getRow(0);
    for (int chain = 0; chain < perDatum.rows(); chain++) {
      double[] own = perDatum.getRow(chain);
      double sum = 0;
      for (int i = 0; i < batch; i++) {
        sum += own[i] - elsewhere[rows.at(chain, i)];
      }
      total.setRow(chain, new double[] {total.getRow(chain)[0] + sum});
    }
  }

  @Override
  public void gather(MatrixStack source, IntSlab numbers, MatrixStack target) {
    synchronized (device) {
      device.enter();
      int[][] rows = new int[target.count()][];
      Arrays.setAll(rows, chain -> numbers.getRow(numbers.rowOf(chain)));
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

  /** By a kernel where the update is known and its operands are whole slabs, else on the host. */
  @Override
  public void update(Move move) {
    synchronized (device) {
      device.enter();
      if (!isWhole(move) || !launched(move)) {
        onHost.run(move);
      }
    }
  }

  private static boolean isWhole(Move move) {
    return move.operands().stream()
        .allMatch(
            it ->
                it.size() == it.slab().columns()
                    && it.slab().precision() == move.operands().get(0).slab().precision());
  }

  private boolean launched(Move move) {
    Update update = move.update();
    if (update == RefreshStep.UPDATE) {
      refresh(move);
      return true;
    }
    if (move.factors().rows() > 1) {
      return false;
    }
    if (update == LangevinStep.UPDATE) {
      noisy("langevin", operand(move, 0), random(move, shared(move, 3)));
    } else if (update == RmsPropLangevinStep.UPDATE) {
      noisy("rmsprop_langevin", operand(move, 0), random(move, shared(move, 7)));
    } else if (update == AdamLangevinStep.UPDATE) {
      adamLangevin(move);
    } else if (update == KickStep.UPDATE) {
      long target = partialsFor(operand(move, 0));
      summed("kick", operand(move, 0), shared(move, 2).with(target), move.sums());
    } else if (update == MomentumStep.UPDATE) {
      entries("momentum", operand(move, 0), operand(move, 0).columns(), own(move, 3));
    } else if (update == AdamStep.UPDATE) {
      entries("adam", operand(move, 0), operand(move, 0).columns(), own(move, 8));
    } else if (update == LeapfrogStep.UPDATE) {
      leapfrog(move);
    } else {
      return false;
    }
    return true;
  }

  private static Slab operand(Move move, int number) {
    return move.operands().get(number).slab();
  }

  /** w, gradient, centre with its stride, further operands, the size, and so many factors. */
  private Launch shared(Move move, int factors) {
    double[] values = move.factors().getRow(0);
    Launch launch = at(arguments(), operand(move, 0)).with(address(operand(move, 1)));
    launch = at(launch, operand(move, 2));
    return withRest(launch, move, 3, values, factors);
  }

  /** As {@link #shared}, of operands that all have a row for each chain. */
  private Launch own(Move move, int factors) {
    double[] values = move.factors().getRow(0);
    return withRest(at(arguments(), operand(move, 0)), move, 1, values, factors);
  }

  private static Launch withRest(Launch launch, Move move, int from, double[] values, int factors) {
    Launch with = launch;
    for (int i = from; i < move.operands().size(); i++) {
      with = with.with(address(operand(move, i)));
    }
    with = with.with(operand(move, 0).columns());
    for (int i = 0; i < factors; i++) {
      with = with.with(operand(move, 0).precision(), values[i]);
    }
    return with;
  }

  private Launch random(Move move, Launch launch) {
    return launch.with(keysOf(move.noise())).with((int) move.clock().time());
  }

  private void adamLangevin(Move move) {
    Precision precision = operand(move, 0).precision();
    double[] f = move.factors().getRow(0);
    Launch launch = at(arguments(), operand(move, 0)).with(address(operand(move, 1)));
    launch =
        at(launch, operand(move, 2))
            .with(address(operand(move, 4)))
            .with(address(operand(move, 3)))
            .with(operand(move, 0).columns());
    for (int i : new int[] {0, 1, 2, 7, 8, 3, 4, 5, 6}) {
      launch = launch.with(precision, f[i]);
    }
    noisy("adam_langevin", operand(move, 0), random(move, launch));
  }

  private void leapfrog(Move move) {
    Slab w = operand(move, 0);
    double[] f = move.factors().getRow(0);
    Launch launch = at(arguments().with(address(operand(move, 3))), w);
    launch = at(launch.with(address(operand(move, 1))), operand(move, 2)).with(w.columns());
    for (double factor : f) {
      launch = launch.with(w.precision(), factor);
    }
    entries("leapfrog", w, w.columns(), launch);
  }

  private void refresh(Move move) {
    Slab w = operand(move, 0);
    double[] keepSpread = new double[2 * w.rows()];
    for (int chain = 0; chain < w.rows(); chain++) {
      double[] own = move.factors().getRow(move.factors().rowOf(chain));
      System.arraycopy(own, 0, keepSpread, 2 * chain, 2);
    }
    long streams = keysOf(move.noise());
    long chosen = factors.ofDoubles(keepSpread);
    long target = partialsFor(w);
    summed(
        "refresh",
        w,
        at(arguments(), w)
            .with(address(operand(move, 1)))
            .with(w.columns())
            .with(chosen)
            .with(streams)
            .with((int) move.clock().time())
            .with(target),
        move.sums());
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
  public void normals(Slab out, NoiseStreams noise, Clock clock) {
    synchronized (device) {
      device.enter();
      long streams = keysOf(noise);
      noisy(
          "normals",
          out,
          at(arguments(), out).with(out.columns()).with(streams).with((int) clock.time()));
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
    double[] chosen = flags.values();
    for (int chain = 0; chain < chosen.length; chain++) {
      if (chosen[chain] != 0) {
        target.setRow(chain, source.getRow(chain));
      }
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
