package org.cusp.tensor;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.cusp.tensor.update.Operation;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * The assignments of a {@link Move} of one element for each chain, in the host's memory, with all
 * that does not change looked up: such moves decide and add up once a step, and in a small model
 * cost as much as its gradient. The same operations in the same order as in the interpreter.
 */
final class NumberMove {
  /** A term, for one chain. */
  @FunctionalInterface
  private interface Value {
    double of(int chain);
  }

  /** An assignment, for one chain. */
  @FunctionalInterface
  private interface Step {
    void run(int chain);
  }

  private final Move move;
  private final boolean rounds;
  private final ToDoubleBiFunction<Term, Integer> random;
  private final Step[] steps;

  /**
   * Of a move whose operands and factors are on the host.
   *
   * @param rounds whether every result is rounded to single precision
   * @param random the terms that are noise or time, for a chain
   */
  NumberMove(Move move, boolean rounds, ToDoubleBiFunction<Term, Integer> random) {
    this.move = move;
    this.rounds = rounds;
    this.random = random;
    this.steps = move.update().assignments().stream().map(this::step).toArray(Step[]::new);
  }

  /** Whether it can be made of this move. */
  static boolean isMadeOf(Move move) {
    return move.operands().get(0).size() == 1
        && move.operands().stream().allMatch(operand -> operand.slab().isOnHost())
        && move.factors().isOnHost();
  }

  void run(int chain) {
    for (Step step : steps) {
      step.run(chain);
    }
  }

  private Step step(Update.Assignment assignment) {
    Value value = value(assignment.term());
    MatrixStack to = move.operands().get(assignment.operand());
    Slab slab = to.slab();
    int at = to.offset();
    if (slab.precision() == Precision.FLOAT64) {
      DoubleBuffer[] rows = doubles(slab);
      return chain -> rows[slab.rowOf(chain)].put(at, value.of(chain));
    }
    FloatBuffer[] rows = floats(slab);
    return chain -> rows[slab.rowOf(chain)].put(at, (float) value.of(chain));
  }

  private Value value(Term term) {
    Value exact = exact(term);
    return rounds ? chain -> (float) exact.of(chain) : exact;
  }

  private Value exact(Term term) {
    if (term instanceof Term.Of of) {
      return operation(of.operation(), of.operands().stream().map(this::value).toList());
    }
    if (term instanceof Term.Value of) {
      MatrixStack from = move.operands().get(of.operand());
      return number(from.slab(), from.offset());
    }
    if (term instanceof Term.Factor factor) {
      return number(move.factors(), factor.number());
    }
    if (term instanceof Term.Constant constant) {
      double value = constant.value();
      return chain -> value;
    }
    return chain -> random.applyAsDouble(term, chain);
  }

  private static Value operation(Operation operation, List<Value> on) {
    Value a = on.get(0);
    if (on.size() == 1) {
      return chain -> operation.of(a.of(chain), 0, 0);
    }
    Value b = on.get(1);
    if (on.size() == 2) {
      return chain -> operation.of(a.of(chain), b.of(chain), 0);
    }
    Value c = on.get(2);
    return chain -> operation.of(a.of(chain), b.of(chain), c.of(chain));
  }

  private static Value number(Slab slab, int at) {
    if (slab.precision() == Precision.FLOAT64) {
      DoubleBuffer[] rows = doubles(slab);
      return chain -> rows[slab.rowOf(chain)].get(at);
    }
    FloatBuffer[] rows = floats(slab);
    return chain -> rows[slab.rowOf(chain)].get(at);
  }

  private static DoubleBuffer[] doubles(Slab slab) {
    DoubleBuffer[] rows = new DoubleBuffer[slab.rows()];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = slab.doubles(row);
    }
    return rows;
  }

  private static FloatBuffer[] floats(Slab slab) {
    FloatBuffer[] rows = new FloatBuffer[slab.rows()];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = slab.floats(row);
    }
    return rows;
  }
}
