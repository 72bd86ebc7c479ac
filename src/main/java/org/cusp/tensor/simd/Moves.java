package org.cusp.tensor.simd;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.UpdateInterpreter;

/** Moves by the loops that there are for their updates; others by the interpreter. */
final class Moves {
  private final FusedUpdates floats = new FloatUpdates();
  private final FusedUpdates doubles = new DoubleUpdates();
  private final UpdateInterpreter others = new UpdateInterpreter();
  private double[] factors = new double[0];

  /** See {@link Kernels#update}. */
  void run(Move move) {
    FusedUpdates.Loop loop = FusedUpdates.of(move);
    if (loop == null) {
      others.run(move);
      return;
    }
    FusedUpdates fused =
        move.operands().get(0).slab().precision() == Precision.FLOAT32 ? floats : doubles;
    Slab shared = move.factors();
    if (factors.length < shared.columns()) {
      factors = new double[shared.columns()];
    }
    boolean sums = move.update().sum().isPresent();
    for (int i = 0; i < move.chains(); i++) {
      shared.load(shared.rowOf(i), 0, factors, shared.columns());
      double sum = loop.run(fused, move, factors, i);
      if (sums) {
        move.sums().doubles(i).put(0, sum);
      }
    }
  }
}
