package org.cusp.tensor.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.cusp.tensor.Crew;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Sums;
import org.cusp.tensor.UpdateInterpreter;

/**
 * Moves by the loops that there are for their updates; others by the interpreter. Where other
 * threads are free, each takes a stretch of a long row; not so of an update with a sum, whose terms
 * have their order.
 */
final class Moves {
  /** Elements, some quarter of a millisecond with their noise. */
  private static final int WORTH_SHARING = 1 << 17;

  private final Loops floats = new Loops(FloatUpdates::new, Sums.block(Precision.FLOAT32));
  private final Loops doubles = new Loops(DoubleUpdates::new, Sums.block(Precision.FLOAT64));
  private final UpdateInterpreter others = new UpdateInterpreter();
  private double[] factors = new double[0];

  /** The loops of one precision, one set for each thread: they own memory. */
  private static final class Loops {
    private final Supplier<FusedUpdates> made;
    private final int block;
    private final List<FusedUpdates> each = new ArrayList<>();

    Loops(Supplier<FusedUpdates> made, int block) {
      this.made = made;
      this.block = block;
      each.add(made.get());
    }

    FusedUpdates first() {
      return each.get(0);
    }

    void share(FusedUpdates.Loop loop, Stretch all, double[] factors) {
      int size = all.to();
      int parts = Math.max(1, Math.min(Crew.current().size(), size / WORTH_SHARING));
      while (each.size() < parts) {
        each.add(made.get());
      }
      int blocks = (size + block - 1) / block;
      Crew.current()
          .run(
              parts,
              part -> {
                int from = (int) ((long) blocks * part / parts) * block;
                int to = Math.min(size, (int) ((long) blocks * (part + 1) / parts) * block);
                loop.run(each.get(part), new Stretch(all.move(), all.chain(), from, to), factors);
              });
    }
  }

  /** See {@link Kernels#update}. */
  void run(Move move) {
    FusedUpdates.Loop loop = FusedUpdates.of(move);
    if (loop == null) {
      others.run(move);
      return;
    }
    Loops loops = move.operands().get(0).slab().precision() == Precision.FLOAT32 ? floats : doubles;
    Slab shared = move.factors();
    if (factors.length < shared.columns()) {
      factors = new double[shared.columns()];
    }
    boolean sums = move.update().sum().isPresent();
    for (int i = 0; i < move.chains(); i++) {
      shared.load(shared.rowOf(i), 0, factors, shared.columns());
      Stretch all = Stretch.whole(move, i);
      if (sums) {
        move.sums().doubles(i).put(0, loop.run(loops.first(), all, factors));
      } else if (all.to() < 2 * WORTH_SHARING) {
        loop.run(loops.first(), all, factors);
      } else {
        loops.share(loop, all, factors);
      }
    }
  }
}
