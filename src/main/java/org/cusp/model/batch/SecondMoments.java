package org.cusp.model.batch;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * The batches of some chains by their second moments: what a model with normal noise needs of them
 * whose means are linear in the inputs, y = x M with M of inputs x outputs. With S = X^T X, C = X^T
 * Y of the B examples of a batch and M* at w*,
 *
 * <pre>
 * L_B(M) - L_B(M*) = <M - M*, S M + S M* - 2 C> / (2 sigma^2 B),   dL_B/dM = (S M - C) / (sigma^2 B),
 * </pre>
 *
 * exactly, as L_B is quadratic. M is what the model makes of the rows of a unit matrix, so that it
 * goes through as many examples as it has inputs instead of B, forward and back; the difference of
 * losses is of small numbers.
 */
public final class SecondMoments implements AutoCloseable {
  /** The gradient goes where the outputs are, the terms of the difference where S M* was. */
  private static final Update QUADRATIC =
      Update.named("quadratic")
          .set(2, Term.value(2).minus(Term.value(4)))
          .set(
              3,
              Term.factor(1)
                  .times(Term.value(0).minus(Term.value(1)))
                  .times(Term.value(2).plus(Term.value(3).minus(Term.value(4)))))
          .set(0, Term.factor(0).times(Term.value(2)))
          .with(new Update.Sum.Added(Term.value(3)));

  private final MatrixStack unit;
  private final MatrixStack atCentre;
  private final MatrixStack moments;
  private final MatrixStack cross;
  private final MatrixStack product;
  private final MatrixStack productAtCentre;
  private final Batch batch;
  private int size;

  /** By the slab that an evaluator has its outputs in: its chains' and one at w*. */
  private final Map<Slab, Bound> bound = new IdentityHashMap<>();

  /** The update of outputs in their place. */
  private record Bound(Slab sums, double scale, Move move) {}

  /**
   * Without M* yet.
   *
   * @param beside memory of the same kind, with a row for each chain
   */
  public SecondMoments(Slab beside, int inputs, int outputs) {
    this.unit = unit(beside, inputs);
    this.atCentre = zeros(beside, 1, inputs, outputs);
    this.moments = zeros(beside, beside.rows(), inputs, inputs);
    this.cross = zeros(beside, beside.rows(), inputs, outputs);
    this.product = zeros(beside, beside.rows(), inputs, outputs);
    this.productAtCentre = zeros(beside, beside.rows(), inputs, outputs);
    this.batch = new Batch(unit, new BatchTargets.Moments(this));
  }

  private static MatrixStack zeros(Slab beside, int chains, int rows, int columns) {
    Slab slab = beside.zerosBeside(chains, Math.multiplyExact(rows, columns));
    return MatrixStack.of(slab, 0, rows, columns);
  }

  /** The unit matrix, shared by all chains. */
  private static MatrixStack unit(Slab beside, int size) {
    double[] numbers = new double[Math.multiplyExact(size, size)];
    for (int i = 0; i < size; i++) {
      numbers[i * size + i] = 1;
    }
    Slab slab = Slab.row(beside.memory(), beside.precision(), numbers);
    return MatrixStack.of(slab, 0, size, size);
  }

  /** The rows of a unit matrix: what a model makes of them is M. */
  public Batch unit() {
    return batch;
  }

  /**
   * Before the first batch.
   *
   * @param outputs what the model makes of the unit rows at w*, of one chain
   */
  public void centre(Kernels kernels, MatrixStack outputs) {
    kernels.scale(outputs, 1, atCentre);
  }

  /**
   * Takes the moments of other batches.
   *
   * @param examples with real targets
   * @return {@link #unit}, to be given to the model in their place until the next call
   */
  public Batch of(Kernels kernels, Batch examples) {
    MatrixStack y = ((BatchTargets.Values) examples.targets()).values();
    size = examples.size();
    kernels.multiply(examples.inputs(), Transpose.YES, examples.inputs(), Transpose.NO, moments, 0);
    kernels.multiply(examples.inputs(), Transpose.YES, y, Transpose.NO, cross, 0);
    return batch;
  }

  /**
   * What a likelihood makes of M.
   *
   * @param outputs (Modified) M, replaced by {@code scale} times the gradient of inputs L_B: that
   *     of a sum over the unit rows, of which L_B is the mean
   * @param sums (Modified) in double, [chains, 1]: L_B(M) - L_B(M*) is added
   */
  public void losses(Kernels kernels, MatrixStack outputs, double sigma, double scale, Slab sums) {
    kernels.multiply(moments, Transpose.NO, outputs, Transpose.NO, product, 0);
    kernels.multiply(moments, Transpose.NO, atCentre, Transpose.NO, productAtCentre, 0);
    kernels.update(move(outputs, sums, scale, 1 / (sigma * sigma * size)));
  }

  private Move move(MatrixStack outputs, Slab sums, double scale, double weight) {
    Bound known = bound.get(outputs.slab());
    if (known != null && known.sums() == sums && known.scale() == scale) {
      return known.move();
    }
    if (known != null) {
      known.move().close();
    }
    double[] factors = {scale * outputs.rows() * weight, weight / 2};
    Move move =
        Move.of(QUADRATIC, factors, outputs, atCentre, product, productAtCentre, cross)
            .summing(sums);
    bound.put(outputs.slab(), new Bound(sums, scale, move));
    return move;
  }

  @Override
  public void close() {
    bound.values().forEach(it -> it.move().close());
    Stream.of(unit, atCentre, moments, cross, product, productAtCentre)
        .forEach(own -> own.slab().close());
  }
}
