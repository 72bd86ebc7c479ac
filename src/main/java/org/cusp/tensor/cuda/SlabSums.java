package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaMemory.address;
import static org.cusp.tensor.cuda.CudaMemory.stride;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/** Sums of whole slabs on the device, in double; called with it entered. */
final class SlabSums {
  private final CudaDevice device;
  private final Grids grids;
  private final Scratch factors;

  SlabSums(CudaDevice device, Grids grids) {
    this.device = device;
    this.grids = grids;
    this.factors = new Scratch(device);
  }

  /** See {@link Kernels#weightedSum}. */
  void weighted(Slab rows, double[] weights, Slab sum) {
    long chosen = factors.ofDoubles(weights);
    device
        .launch()
        .with(address(rows))
        .with(stride(rows))
        .with(rows.rows())
        .with(chosen)
        .with(address(sum))
        .with(sum.columns())
        .on(
            device.kernel("weighted_sum", sum.precision()),
            grids.entries(sum.columns()),
            sum.rows(),
            Grids.THREADS);
  }

  /** See {@link Kernels#squaredDistance}. */
  void squaredDistance(Slab w, Slab centre, Slab squares) {
    int blocks = grids.partials(w.columns());
    long partials = grids.partialsOf(w.rows(), blocks);
    long target = address(squares);
    device
        .launch()
        .with(address(w))
        .with(stride(w))
        .with(address(centre))
        .with(stride(centre))
        .with(w.columns())
        .with(partials)
        .with(target)
        .on(device.kernel("squared_distance", w.precision()), blocks, w.rows(), Grids.THREADS);
    if (blocks > 1) {
      grids.finish(partials, blocks, false, target, w.rows());
    }
  }
}
