package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaMemory.address;
import static org.cusp.tensor.cuda.CudaMemory.stride;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
import org.cusp.tensor.Precision;
import org.cusp.tensor.update.Update;

/** Carries out moves by kernels made of their updates, compiled when first met. */
final class Updates {
  private final CudaDevice device;
  private final Map<UpdateSource, CUfunc_st> compiled = new HashMap<>();

  Updates(CudaDevice device) {
    this.device = device;
  }

  /** One sweep over all chains. */
  void run(Move move, Grids grids) {
    List<MatrixStack> operands = move.operands();
    Update update = move.update();
    Precision precision = operands.get(0).slab().precision();
    UpdateSource source =
        new UpdateSource(update, operands.stream().map(it -> it.slab().precision()).toList());
    CUfunc_st kernel =
        compiled.computeIfAbsent(
            source,
            wanted -> CudaProgram.of(device, precision, wanted.text()).function("cusp_update"));
    boolean sums = update.sum().isPresent();
    int size = operands.get(0).size();
    int blocks = sums ? grids.partials(size) : grids.entries(size);
    long partials = sums ? grids.partialsOf(move.chains(), blocks) : 0;
    Launch launch = device.launch();
    for (MatrixStack operand : operands) {
      launch = launch.with(address(operand)).with(stride(operand));
    }
    launch
        .with(size)
        .with(address(move.factors()))
        .with(stride(move.factors()))
        .with(update.isRandom() ? address(move.noise().keys()) : 0L)
        .with(update.needsTime() ? address(move.clock().cell()) : 0L)
        .with(partials)
        .with(sums ? address(move.sums()) : 0L)
        .on(kernel, blocks, move.chains(), Grids.THREADS);
    if (blocks > 1 && sums) {
      boolean kept = update.sum().get() instanceof Update.Sum.Added;
      grids.finish(partials, blocks, kept, address(move.sums()), move.chains());
    }
  }
}
