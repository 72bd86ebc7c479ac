package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaMemory.address;
import static org.cusp.tensor.cuda.CudaMemory.stride;

import java.util.IdentityHashMap;
import java.util.Map;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Wiring;

/** The operations on wirings, whose places are sent to the card when first met. */
final class Wires {
  private final CudaDevice device;
  private final Grids grids;
  private final Map<Wiring, IntSlab> places = new IdentityHashMap<>();
  private final Map<Wiring, Wiring> transposed = new IdentityHashMap<>();

  Wires(CudaDevice device, Grids grids) {
    this.device = device;
    this.grids = grids;
  }

  private long placesOf(Wiring wiring) {
    return address(
        places.computeIfAbsent(wiring, it -> IntSlab.row(new CudaMemory(), it.places())));
  }

  void sums(MatrixStack source, Wiring wiring, double factor, MatrixStack target) {
    long at = placesOf(wiring);
    entries("sums", target, windows(source, at, wiring).with(factor));
  }

  void maxima(MatrixStack source, Wiring wiring, MatrixStack target) {
    long at = placesOf(wiring);
    entries("maxima", target, windows(source, at, wiring));
  }

  void maximaBackward(
      MatrixStack source,
      MatrixStack maxima,
      Wiring windows,
      MatrixStack delta,
      MatrixStack target) {
    Wiring back = transposed.computeIfAbsent(windows, Wiring::transposed);
    long at = placesOf(windows);
    long uses = placesOf(back);
    Launch launch =
        device
            .launch()
            .with(address(source))
            .with(stride(source))
            .with(windows.inputs())
            .with(address(maxima))
            .with(stride(maxima))
            .with(at)
            .with(windows.terms())
            .with(windows.outputs())
            .with(uses)
            .with(back.terms());
    entries("maxima_backward", target, launch.with(address(delta)).with(stride(delta)));
  }

  private Launch windows(MatrixStack source, long at, Wiring wiring) {
    return device
        .launch()
        .with(address(source))
        .with(stride(source))
        .with(wiring.inputs())
        .with(at)
        .with(wiring.terms())
        .with(wiring.outputs());
  }

  private void entries(String name, MatrixStack target, Launch launch) {
    launch
        .with(address(target))
        .with(stride(target))
        .with(target.size())
        .on(
            device.kernel(name, target.slab().precision()),
            grids.entries(target.size()),
            target.count(),
            Grids.THREADS);
  }
}
