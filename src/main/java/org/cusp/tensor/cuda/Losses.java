package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaMemory.address;
import static org.cusp.tensor.cuda.CudaMemory.stride;

import org.bytedeco.cuda.cudart.CUfunc_st;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;

/** Losses of data, which are left in slabs. */
final class Losses {
  /** Threads for a datum whose loss is a sum over outputs. */
  private static final int LANES = 8;

  private final CudaDevice device;
  private final Grids grids;

  Losses(CudaDevice device, Grids grids) {
    this.device = device;
    this.grids = grids;
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

  /** Which data: their numbers with the stride, or none, and the first. */
  private static Launch at(Launch launch, Rows rows) {
    if (rows instanceof Rows.Chosen chosen) {
      return launch.with(address(chosen.numbers())).with(stride(chosen.numbers())).with(0);
    }
    return launch.with(0L).with(0L).with(((Rows.From) rows).from());
  }

  void categorical(
      MatrixStack outputs, IntSlab labels, Rows rows, int positions, double scale, Slab losses) {
    Launch launch =
        at(device.launch(), outputs)
            .with(outputs.rows())
            .with(outputs.columns() / positions)
            .with(address(labels));
    if (positions == 1) {
      data("categorical", outputs, losses, at(launch, rows).with(scale));
      return;
    }
    at(at(launch, rows).with(positions).with(scale), losses)
        .on(
            kernel("categorical_positions", outputs.slab()),
            grids.blocks(outputs.rows()),
            outputs.count(),
            Grids.THREADS);
  }

  void gaussian(MatrixStack outputs, MatrixStack targets, double sigma, double scale, Slab losses) {
    data(
        "gaussian",
        outputs,
        losses,
        at(at(device.launch(), outputs), targets)
            .with(outputs.rows())
            .with(outputs.columns())
            .with(1 / (sigma * sigma))
            .with(0.5 * outputs.columns() * Math.log(2 * Math.PI * sigma * sigma))
            .with(scale));
  }

  void bernoulli(MatrixStack outputs, MatrixStack targets, double scale, Slab losses) {
    data(
        "bernoulli",
        outputs,
        losses,
        at(at(device.launch(), outputs), targets)
            .with(outputs.rows())
            .with(outputs.columns())
            .with(scale));
  }

  /** A loss of each datum, which are the launch's last arguments. */
  private void data(String name, MatrixStack outputs, Slab losses, Launch launch) {
    at(launch, losses)
        .on(
            kernel(name, outputs.slab()),
            grids.entries((long) LANES * outputs.rows()),
            outputs.count(),
            Grids.THREADS);
  }

  void addExcess(Slab losses, int batch, Slab reference, Rows rows, Slab total) {
    Launch launch = at(device.launch(), losses).with(batch).with(address(reference));
    at(launch, rows)
        .with(address(total))
        .on(kernel("add_excess", losses), 1, losses.rows(), Grids.THREADS);
  }
}
