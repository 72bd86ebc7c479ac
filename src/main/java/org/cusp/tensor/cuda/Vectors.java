package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaMemory.address;
import static org.cusp.tensor.cuda.CudaMemory.stride;

import java.util.Optional;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.sequence.Normalisation;

/**
 * Normalisation, a thread for each vector; sums over vectors, a thread for each of their places.
 */
final class Vectors {
  private final CudaDevice device;
  private final Grids grids;

  Vectors(CudaDevice device, Grids grids) {
    this.device = device;
    this.grids = grids;
  }

  private static Launch at(Launch launch, MatrixStack stack) {
    return launch.with(address(stack)).with(stride(stack));
  }

  private static Launch at(Launch launch, Optional<MatrixStack> stack) {
    return stack.isPresent() ? at(launch, stack.get()) : launch.with(0L).with(0L);
  }

  private Launch rows(MatrixStack x) {
    return at(device.launch(), x).with(x.rows()).with(x.columns());
  }

  private static int centred(Normalisation by) {
    return by.centre() == Normalisation.Centre.MEAN ? 1 : 0;
  }

  private void on(String name, MatrixStack target, int threads, Launch launch) {
    launch.on(
        device.kernel(name, target.slab().precision()),
        grids.entries(threads),
        target.count(),
        Grids.THREADS);
  }

  void normalise(
      Normalisation by,
      MatrixStack x,
      Optional<MatrixStack> scale,
      Optional<MatrixStack> shift,
      MatrixStack moments,
      MatrixStack y) {
    Launch launch = at(at(rows(x), scale), shift).with(centred(by)).with(by.epsilon());
    on("normalise", y, x.rows(), at(at(launch, moments), y));
  }

  void normaliseBackward(
      Normalisation by,
      MatrixStack x,
      Optional<MatrixStack> scale,
      MatrixStack moments,
      MatrixStack delta,
      MatrixStack passed) {
    Launch launch = at(at(rows(x), scale).with(centred(by)), moments);
    on("normalise_backward", passed, x.rows(), at(at(launch, delta), passed));
  }

  void normalisedProducts(MatrixStack x, MatrixStack moments, MatrixStack delta, MatrixStack sums) {
    Launch launch = at(at(rows(x), moments), delta);
    on("normalised_products", sums, x.columns(), at(launch, sums));
  }
}
