package org.cusp.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.rng.FloatNormals;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.update.Operation;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * Carries out any {@link Move} on the host, a block of elements and an operation at a time: what
 * kernels have no loop of their own for. Operands in other memory are copied there and back. In
 * single precision operations are done in double and rounded, which for these gives the bits of
 * single-precision arithmetic: double has more than twice its digits. Used by one thread at a time.
 */
public final class UpdateInterpreter {
  private final List<double[]> blocks = new ArrayList<>();
  private final double[] one = new double[1];
  private float[] floats = new float[0];

  /** What is being computed. */
  private record Place(Move move, int chain, int from, int length) {
    boolean isSingle() {
      return move.operands().get(0).slab().precision() == Precision.FLOAT32;
    }

    boolean rounds() {
      return isSingle() && move.update().arithmetic() == Update.Arithmetic.OF_OPERANDS;
    }
  }

  /** All chains of a move. */
  public void run(Move move) {
    MatrixStack first = move.operands().get(0);
    if (first.size() == 1) {
      for (int chain = 0; chain < move.chains(); chain++) {
        runOne(new Place(move, chain, 0, 1));
      }
      return;
    }
    int block = Sums.block(first.slab().precision());
    for (int chain = 0; chain < move.chains(); chain++) {
      double squares = 0;
      for (int from = 0; from < first.size(); from += block) {
        Place place = new Place(move, chain, from, Math.min(block, first.size() - from));
        assign(place);
        squares += sum(place);
      }
      if (move.update().sum().orElse(null) instanceof Update.Sum.OfSquares) {
        one[0] = squares;
        move.sums().store(chain, 0, one, 1);
      }
    }
  }

  /** Of one element, without blocks: most of what there is one of for each chain. */
  private void runOne(Place place) {
    Move move = place.move();
    NumberMove fast = move.asNumbers(this);
    if (fast != null) {
      fast.run(place.chain());
    } else {
      assignOne(place);
    }
    Update.Sum wanted = move.update().sum().orElse(null);
    if (wanted == null) {
      return;
    }
    double sum = 0;
    if (wanted instanceof Update.Sum.OfSquares squares) {
      double value = compute(Term.value(squares.operand()), place);
      sum = value * value;
    } else if (wanted instanceof Update.Sum.Added added) {
      double value = compute(added.term(), place);
      move.sums().load(place.chain(), 0, one, 1);
      sum = one[0] + value;
    }
    one[0] = sum;
    move.sums().store(place.chain(), 0, one, 1);
  }

  private void assignOne(Place place) {
    for (Update.Assignment assignment : place.move().update().assignments()) {
      double value = compute(assignment.term(), place);
      MatrixStack to = place.move().operands().get(assignment.operand());
      one[0] = value;
      to.slab().store(to.slab().rowOf(place.chain()), to.offset(), one, 1);
    }
  }

  /** Of a move of one element with all that does not change looked up; null where it cannot be. */
  NumberMove numbers(Move move) {
    if (!NumberMove.isMadeOf(move)) {
      return null;
    }
    boolean rounds = new Place(move, 0, 0, 1).rounds();
    return new NumberMove(
        move, rounds, (term, chain) -> unrounded(term, new Place(move, chain, 0, 1)));
  }

  private double compute(Term term, Place place) {
    double value = unrounded(term, place);
    return place.rounds() ? (float) value : value;
  }

  private double unrounded(Term term, Place place) {
    double value;
    if (term instanceof Term.Of of) {
      List<Term> on = of.operands();
      double a = compute(on.get(0), place);
      double b = on.size() > 1 ? compute(on.get(1), place) : 0;
      double c = on.size() > 2 ? compute(on.get(2), place) : 0;
      value = of.operation().of(a, b, c);
    } else if (term instanceof Term.Value of) {
      MatrixStack from = place.move().operands().get(of.operand());
      from.slab().load(from.slab().rowOf(place.chain()), from.offset(), one, 1);
      value = one[0];
    } else if (term instanceof Term.Noise) {
      noise(place, one);
      value = one[0];
    } else if (term instanceof Term.Uniform uniform) {
      uniforms(place, uniform.first(), one);
      value = one[0];
    } else {
      value = scalar(term, place);
    }
    return value;
  }

  private void assign(Place place) {
    for (Update.Assignment assignment : place.move().update().assignments()) {
      double[] value = compute(assignment.term(), 0, place);
      MatrixStack to = place.move().operands().get(assignment.operand());
      int row = to.slab().rowOf(place.chain());
      to.slab().store(row, to.offset() + place.from(), value, place.length());
    }
  }

  /** Of the squares of this block; what is added goes to its place at once. */
  private double sum(Place place) {
    Update.Sum wanted = place.move().update().sum().orElse(null);
    if (wanted instanceof Update.Sum.OfSquares squares) {
      double[] value = compute(Term.value(squares.operand()), 0, place);
      return Sums.ofSquares(value, 0, place.length());
    }
    if (wanted instanceof Update.Sum.Added added) {
      double[] value = compute(added.term(), 0, place);
      place.move().sums().load(place.chain(), 0, one, 1);
      for (int i = 0; i < place.length(); i++) {
        one[0] += value[i];
      }
      place.move().sums().store(place.chain(), 0, one, 1);
    }
    return 0;
  }

  /** In the block of this number; those above it are used on the way. */
  private double[] compute(Term term, int number, Place place) {
    double[] out = block(number, place.length());
    if (term instanceof Term.Of of) {
      for (int i = 0; i < of.operands().size(); i++) {
        compute(of.operands().get(i), number + i, place);
      }
      double[] b = block(number + 1, place.length());
      double[] c = block(number + 2, place.length());
      apply(of.operation(), out, b, c, place.length());
    } else if (term instanceof Term.Value value) {
      MatrixStack from = place.move().operands().get(value.operand());
      int row = from.slab().rowOf(place.chain());
      from.slab().load(row, from.offset() + place.from(), out, place.length());
    } else if (term instanceof Term.Noise) {
      noise(place, out);
    } else if (term instanceof Term.Uniform uniform) {
      uniforms(place, uniform.first(), out);
    } else {
      Arrays.fill(out, 0, place.length(), scalar(term, place));
    }
    if (place.rounds()) {
      for (int i = 0; i < place.length(); i++) {
        out[i] = (float) out[i];
      }
    }
    return out;
  }

  private double scalar(Term term, Place place) {
    if (term instanceof Term.Factor factor) {
      Slab factors = place.move().factors();
      factors.load(factors.rowOf(place.chain()), factor.number(), one, 1);
      return one[0];
    }
    return term instanceof Term.Constant constant ? constant.value() : place.move().clock().time();
  }

  private void noise(Place place, double[] out) {
    RandomStream stream = place.move().noise().of(place.chain());
    long t = place.move().clock().time();
    if (!place.isSingle()) {
      stream.normals(t, place.from(), out, place.length());
      return;
    }
    if (floats.length < place.length()) {
      floats = new float[place.length()];
    }
    FloatNormals.fill(stream, t, place.from(), floats, place.length());
    for (int i = 0; i < place.length(); i++) {
      out[i] = floats[i];
    }
  }

  private static void uniforms(Place place, long first, double[] out) {
    RandomStream stream = place.move().noise().of(place.chain());
    long t = place.move().clock().time();
    for (int i = 0; i < place.length(); i++) {
      out[i] = stream.uniform(t, first + place.from() + i);
    }
  }

  /** a becomes the result. The common operations have loops that a compiler makes vectors of. */
  private static void apply(Operation operation, double[] a, double[] b, double[] c, int length) {
    switch (operation) {
      case PLUS -> {
        for (int i = 0; i < length; i++) {
          a[i] += b[i];
        }
      }
      case MINUS -> {
        for (int i = 0; i < length; i++) {
          a[i] -= b[i];
        }
      }
      case TIMES -> {
        for (int i = 0; i < length; i++) {
          a[i] *= b[i];
        }
      }
      case OVER -> {
        for (int i = 0; i < length; i++) {
          a[i] /= b[i];
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          a[i] = operation.of(a[i], b[i], c[i]);
        }
      }
    }
  }

  private double[] block(int number, int length) {
    while (blocks.size() <= number) {
      blocks.add(new double[0]);
    }
    if (blocks.get(number).length < length) {
      blocks.set(number, new double[length]);
    }
    return blocks.get(number);
  }
}
