package org.cusp.tensor.simd;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;

/** The elements {@code from .. to - 1} of one chain of a move. */
record Stretch(Move move, int chain, int from, int to) {
  static Stretch whole(Move move, int chain) {
    return new Stretch(move, chain, 0, move.operands().get(0).size());
  }

  RandomStream stream() {
    return move.noise().of(chain);
  }

  long time() {
    return move.clock().time();
  }

  /** The row that an operand lies in, from {@link #offset} on. */
  FloatBuffer floats(int operand) {
    Slab slab = operand(operand).slab();
    return slab.floats(slab.rowOf(chain));
  }

  DoubleBuffer doubles(int operand) {
    Slab slab = operand(operand).slab();
    return slab.doubles(slab.rowOf(chain));
  }

  int offset(int operand) {
    return operand(operand).offset();
  }

  private MatrixStack operand(int operand) {
    return move.operands().get(operand);
  }
}
