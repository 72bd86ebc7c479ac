package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaMemory.address;
import static org.cusp.tensor.cuda.CudaMemory.stride;

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
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.Wiring;

/**
 * The kernels for an NVIDIA card, on slabs in its memory. In single precision an operation on
 * entries has the bits that the SIMD kernels give; products, exponentials and sums in double differ
 * by rounding.
 */
final class CudaKernels implements Kernels {
  private static final int COLUMNS = 32;

  private final CudaDevice device;
  private final Products.Rounding rounding;
  private final Grids grids;
  private final Updates updates;
  private final Wires wires;
  private final Losses losses;
  private final Scratch factors;
  private Bias lastBias;

  CudaKernels(CudaDevice device, Products.Rounding rounding) {
    this.device = device;
    this.rounding = rounding;
    this.grids = new Grids(device);
    this.updates = new Updates(device);
    this.wires = new Wires(device, grids);
    this.losses = new Losses(device, grids);
    this.factors = new Scratch(device);
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
    return device.kernel(name, slab.precision());
  }

  private static Launch at(Launch launch, MatrixStack stack) {
    return launch.with(address(stack)).with(stride(stack));
  }

  private static Launch at(Launch launch, Slab slab) {
    return launch.with(address(slab)).with(stride(slab));
  }

  private static Launch at(Launch launch, IntSlab slab) {
    return launch.with(address(slab)).with(stride(slab));
  }

  private void entries(String name, Slab slab, int size, Launch launch) {
    launch.on(kernel(name, slab), grids.entries(size), slab.rows(), Grids.THREADS);
  }

  @Override
  public void multiply(
      MatrixStack a, Transpose opA, MatrixStack b, Transpose opB, MatrixStack c, double beta) {
    synchronized (device) {
      device.enter();
      device.products().multiply(rounding, a, opA, b, opB, c, beta);
    }
  }

  /** What {@link #addBias} asks for, done together with the activation that mostly follows. */
  private final class Bias implements Runnable {
    private final MatrixStack z;
    private final MatrixStack bias;

    Bias(MatrixStack z, MatrixStack bias) {
      this.z = z;
      this.bias = bias;
    }

    boolean isOf(MatrixStack other) {
      return address(z) == address(other) && z.size() == other.size() && z.count() == other.count();
    }

    @Override
    public void run() {
      entries(
          "add_bias",
          z.slab(),
          z.size(),
          at(at(device.launch(), z), bias).with(z.size()).with(z.columns()));
    }

    void runWith(Activation f, MatrixStack a) {
      Launch launch = at(at(device.launch().with(f.ordinal()), z), bias).with(z.columns());
      entries("bias_activate", z.slab(), z.size(), at(launch, a).with(z.size()));
    }
  }

  @Override
  public void addBias(MatrixStack z, MatrixStack bias) {
    synchronized (device) {
      device.enter();
      lastBias = new Bias(z, bias);
      device.putOff(lastBias);
    }
  }

  @Override
  public void activate(Activation f, MatrixStack z, MatrixStack a) {
    synchronized (device) {
      if (lastBias != null && lastBias.isOf(z) && device.takeOver(lastBias)) {
        device.enter();
        lastBias.runWith(f, a);
        return;
      }
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
              Grids.THREADS);
    }
  }

  @Override
  public void categorical(
      MatrixStack outputs, IntSlab labels, Rows rows, int positions, double scale, Slab perDatum) {
    synchronized (device) {
      device.enter();
      losses.categorical(outputs, labels, rows, positions, scale, perDatum);
    }
  }

  @Override
  public void gaussian(
      MatrixStack outputs, MatrixStack targets, double sigma, double scale, Slab perDatum) {
    synchronized (device) {
      device.enter();
      losses.gaussian(outputs, targets, sigma, scale, perDatum);
    }
  }

  @Override
  public void bernoulli(MatrixStack outputs, MatrixStack targets, double scale, Slab perDatum) {
    synchronized (device) {
      device.enter();
      losses.bernoulli(outputs, targets, scale, perDatum);
    }
  }

  @Override
  public void addExcess(Slab perDatum, int batch, Slab reference, Rows rows, Slab total) {
    synchronized (device) {
      device.enter();
      losses.addExcess(perDatum, batch, reference, rows, total);
    }
  }

  @Override
  public void gather(MatrixStack source, IntSlab numbers, MatrixStack target) {
    synchronized (device) {
      Launch launch = arguments().with(address(source)).with(source.columns());
      entries(
          "gather",
          target.slab(),
          target.size(),
          at(at(launch, numbers).with(target.rows()), target));
    }
  }

  @Override
  public void sums(MatrixStack source, Wiring wiring, double factor, MatrixStack target) {
    synchronized (device) {
      device.enter();
      wires.sums(source, wiring, factor, target);
    }
  }

  @Override
  public void maxima(MatrixStack source, Wiring windows, MatrixStack target) {
    synchronized (device) {
      device.enter();
      wires.maxima(source, windows, target);
    }
  }

  @Override
  public void maximaBackward(
      MatrixStack source,
      MatrixStack maxima,
      Wiring windows,
      MatrixStack delta,
      MatrixStack target) {
    synchronized (device) {
      device.enter();
      wires.maximaBackward(source, maxima, windows, delta, target);
    }
  }

  @Override
  public void batchRows(BatchOrders orders, Clock clock, int from, IntSlab numbers) {
    synchronized (device) {
      arguments()
          .with(address(orders.orders()))
          .with(orders.n())
          .with(orders.batch())
          .with(address(clock.cell()))
          .with(from)
          .with(address(numbers))
          .with(numbers.columns())
          .on(
              device.kernel("batch_rows", Precision.FLOAT32),
              grids.entries(numbers.columns()),
              numbers.rows(),
              Grids.THREADS);
    }
  }

  @Override
  public void update(Move move) {
    synchronized (device) {
      device.enter();
      updates.run(move, grids);
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
  public void normals(Slab out, NoiseStreams noise, Clock clock) {
    synchronized (device) {
      at(arguments(), out)
          .with(out.columns())
          .with(address(noise.keys()))
          .with(address(clock.cell()))
          .on(kernel("normals", out), grids.entries(out.columns() / 2), out.rows(), Grids.THREADS);
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
  public void squaredDistance(Slab w, Slab centre, Slab squares) {
    synchronized (device) {
      device.enter();
      int blocks = grids.partials(w.columns());
      long partials = grids.partialsOf(w.rows(), blocks);
      long target = address(squares);
      at(at(arguments(), w), centre)
          .with(w.columns())
          .with(partials)
          .with(target)
          .on(kernel("squared_distance", w), blocks, w.rows(), Grids.THREADS);
      if (blocks > 1) {
        grids.finish(partials, blocks, false, target, w.rows());
      }
    }
  }

  @Override
  public void select(Slab flags, Slab source, Slab target) {
    synchronized (device) {
      entries(
          "select",
          target,
          target.columns(),
          at(at(arguments().with(address(flags)), source), target).with(target.columns()));
    }
  }

  @Override
  public void tick(Clock clock) {
    synchronized (device) {
      arguments()
          .with(address(clock.cell()))
          .on(device.kernel("tick", Precision.FLOAT32), 1, 1, COLUMNS);
      device.ticked(clock);
    }
  }

  @Override
  public StepLoop loop(Runnable body) {
    return new CudaLoop(device, body);
  }
}
