package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaMemory.address;
import static org.cusp.tensor.cuda.CudaMemory.stride;

import java.util.Optional;
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
import org.cusp.tensor.sequence.Heads;
import org.cusp.tensor.sequence.Normalisation;
import org.cusp.tensor.wiring.Wiring;

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
  private final Activations activations;
  private final Vectors vectors;
  private final HostHeads hostHeads = new HostHeads();
  private final SlabSums slabs;

  CudaKernels(CudaDevice device, Products.Rounding rounding) {
    this.device = device;
    this.rounding = rounding;
    this.grids = new Grids(device);
    this.updates = new Updates(device);
    this.wires = new Wires(device, grids);
    this.losses = new Losses(device, grids);
    this.activations = new Activations(device, grids);
    this.vectors = new Vectors(device, grids);
    this.slabs = new SlabSums(device, grids);
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

  @Override
  public void addBias(MatrixStack z, MatrixStack bias) {
    synchronized (device) {
      activations.addBias(z, bias);
    }
  }

  @Override
  public void activate(Activation f, MatrixStack z, MatrixStack a) {
    synchronized (device) {
      activations.activate(f, z, a);
    }
  }

  @Override
  public void activateBackward(Activation f, MatrixStack delta, MatrixStack saved) {
    synchronized (device) {
      activations.activateBackward(f, delta, saved);
    }
  }

  @Override
  public void times(MatrixStack a, MatrixStack b, MatrixStack target) {
    synchronized (device) {
      entries(
          "times",
          target.slab(),
          target.size(),
          at(at(at(arguments(), a), b), target).with(target.size()));
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
    synchronized (device) {
      device.enter();
      vectors.normalise(by, x, scale, shift, moments, y);
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
    synchronized (device) {
      device.enter();
      vectors.normaliseBackward(by, x, scale, moments, delta, passed);
    }
  }

  @Override
  public void normalisedProducts(
      MatrixStack x, MatrixStack moments, MatrixStack delta, MatrixStack sums) {
    synchronized (device) {
      device.enter();
      vectors.normalisedProducts(x, moments, delta, sums);
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
    hostHeads.attend(heads, queries, keys, values, moments, output);
  }

  @Override
  public void attendBackward(
      Heads heads,
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack delta) {
    hostHeads.attendBackward(heads, queries, keys, values, moments, delta);
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
      slabs.weighted(rows, weights, sum);
    }
  }

  @Override
  public void squaredDistance(Slab w, Slab centre, Slab squares) {
    synchronized (device) {
      device.enter();
      slabs.squaredDistance(w, centre, squares);
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
