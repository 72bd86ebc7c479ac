package org.cusp.tensor.nd4j;

import java.util.Arrays;
import java.util.List;
import org.cusp.rng.FloatNormals;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Sums;
import org.cusp.tensor.update.Operation;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A move of one chain in plain ND4J operations, term by term. */
final class Nd4jUpdate {
  private final Move move;
  private final int chain;
  private final int size;
  private final DataType type;

  Nd4jUpdate(Move move, int chain) {
    MatrixStack first = move.operands().get(0);
    this.move = move;
    this.chain = chain;
    this.size = first.size();
    this.type =
        Nd4jMemory.typeOf(
            move.update().arithmetic() == Update.Arithmetic.DOUBLE
                ? Precision.FLOAT64
                : first.slab().precision());
  }

  void run() {
    for (Update.Assignment assignment : move.update().assignments()) {
      operand(assignment.operand()).assign(compute(assignment.term()));
    }
    move.update().sum().ifPresent(this::sum);
  }

  /** Outside ND4J, in double: see {@link Nd4jKernels}. */
  private void sum(Update.Sum wanted) {
    if (wanted instanceof Update.Sum.OfSquares squares) {
      double[] values = operand(squares.operand()).ravel().toDoubleVector();
      move.sums().setRow(chain, new double[] {Sums.ofSquares(values, 0, values.length)});
      return;
    }
    double sum = move.sums().getRow(chain)[0];
    for (double value : compute(((Update.Sum.Added) wanted).term()).ravel().toDoubleVector()) {
      sum += value;
    }
    move.sums().setRow(chain, new double[] {sum});
  }

  private INDArray operand(int number) {
    MatrixStack stack = move.operands().get(number);
    return Nd4jMemory.view(MatrixStack.of(stack.slab(), stack.offset(), 1, size), chain);
  }

  private INDArray compute(Term term) {
    if (term instanceof Term.Of of) {
      return apply(of.operation(), of.operands().stream().map(this::compute).toList());
    }
    if (term instanceof Term.Value value) {
      return operand(value.operand()).castTo(type).dup();
    }
    if (term instanceof Term.Noise) {
      Slab like = move.operands().get(0).slab();
      double[] all = normals(like, random(), move.clock().time(), size).toDoubleVector();
      return row(all);
    }
    double[] values = new double[size];
    if (term instanceof Term.Uniform uniform) {
      long t = move.clock().time();
      Arrays.setAll(values, i -> random().uniform(t, uniform.first() + i));
    } else {
      Arrays.fill(values, scalar(term));
    }
    return row(values);
  }

  private RandomStream random() {
    return move.noise().of(chain);
  }

  private INDArray row(double[] values) {
    return Nd4j.createFromArray(new double[][] {values}).castTo(type);
  }

  private double scalar(Term term) {
    if (term instanceof Term.Factor factor) {
      return move.factors().getRow(move.factors().rowOf(chain))[factor.number()];
    }
    return term instanceof Term.Constant constant ? constant.value() : move.clock().time();
  }

  private INDArray apply(Operation operation, List<INDArray> on) {
    INDArray a = on.get(0);
    return switch (operation) {
      case PLUS -> a.addi(on.get(1));
      case MINUS -> a.subi(on.get(1));
      case TIMES -> a.muli(on.get(1));
      case OVER -> a.divi(on.get(1));
      case NEGATIVE -> a.negi();
      case ROOT -> Transforms.sqrt(a, false);
      case EXP -> Transforms.exp(a, false);
      case ABSOLUTE -> Transforms.abs(a, false);
      default -> oneByOne(operation, on);
    };
  }

  /** What ND4J has not, or not with our treatment of numbers that are not finite. */
  private INDArray oneByOne(Operation operation, List<INDArray> on) {
    double[][] values = on.stream().map(it -> it.ravel().toDoubleVector()).toArray(double[][]::new);
    double[] result = new double[size];
    Arrays.setAll(
        result,
        i ->
            operation.of(
                values[0][i],
                values.length > 1 ? values[1][i] : 0,
                values.length > 2 ? values[2][i] : 0));
    return row(result);
  }

  /** As many as the slab has columns, of its precision. */
  static INDArray normals(Slab like, RandomStream stream, long t) {
    return normals(like, stream, t, like.columns());
  }

  private static INDArray normals(Slab like, RandomStream stream, long t, int count) {
    if (like.precision() == Precision.FLOAT32) {
      float[] values = new float[count];
      FloatNormals.fill(stream, t, 0, values, count);
      return Nd4j.createFromArray(values);
    }
    double[] values = new double[count];
    stream.normals(t, 0, values, count);
    return Nd4j.createFromArray(values);
  }
}
