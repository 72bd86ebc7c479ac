package org.cusp.tensor;

import java.util.Optional;
import org.cusp.tensor.sequence.Heads;
import org.cusp.tensor.sequence.Normalisation;
import org.cusp.tensor.wiring.Convolution;
import org.cusp.tensor.wiring.Wiring;

/**
 * The tensor operations that training and sampling are made of, each over all chains of a pass: the
 * rows of the slabs. A slab with one row is shared by all chains. Sums are in double and in a fixed
 * order. An instance has scratch memory: one thread uses it at a time.
 *
 * <p>Parameters are marked (Input), (Output) or (Modified).
 */
public interface Kernels {
  /** The name to print and record. */
  String name();

  /**
   * C_c = op(A_c) op(B_c) + beta C_c for every chain c.
   *
   * @param a (Input)
   * @param b (Input)
   * @param c (Modified) read only where beta is not 0
   */
  void multiply(
      MatrixStack a, Transpose opA, MatrixStack b, Transpose opB, MatrixStack c, double beta);

  /**
   * Adds a row vector to every row.
   *
   * @param z (Modified) rows x width
   * @param bias (Input) 1 x width
   */
  void addBias(MatrixStack z, MatrixStack bias);

  /**
   * a = f(z), entry by entry.
   *
   * @param z (Input)
   * @param a (Output) of the same shape; may be z itself
   */
  void activate(Activation f, MatrixStack z, MatrixStack a);

  /**
   * delta = delta f'(.), entry by entry.
   *
   * @param delta (Modified) gradient with respect to f(z), then with respect to z
   * @param saved (Input) z where {@link Activation#derivativeNeedsInput}, else f(z)
   */
  void activateBackward(Activation f, MatrixStack delta, MatrixStack saved);

  /**
   * The sum of the rows of each matrix.
   *
   * @param matrix (Input) rows x width
   * @param sums (Output) 1 x width
   */
  void columnSums(MatrixStack matrix, MatrixStack sums);

  /**
   * Categorical negative log-likelihood of each datum, the sum over its positions of -log
   * softmax(outputs)[label], in nats.
   *
   * @param outputs (Modified) logits, data x (positions x classes), replaced by {@code scale} times
   *     the gradient
   * @param labels (Input) [1, n x positions] of all data
   * @param rows (Input) which of the data the rows of the outputs are
   * @param positions of a datum, each with a label; 1 for a single one
   * @param losses (Output) in double, [chains, at least the batch]
   */
  void categorical(
      MatrixStack outputs, IntSlab labels, Rows rows, int positions, double scale, Slab losses);

  /**
   * Gaussian negative log-likelihood of each datum with known standard deviation, sum_j (f_j -
   * y_j)^2 / (2 sigma^2) + (outputs/2) log(2 pi sigma^2), in nats.
   *
   * @param outputs (Modified) means, replaced by {@code scale} times the gradient
   * @param targets (Input) of the same shape, for each chain or shared
   * @param losses (Output) in double, [chains, at least the batch]
   */
  void gaussian(MatrixStack outputs, MatrixStack targets, double sigma, double scale, Slab losses);

  /**
   * Bernoulli negative log-likelihood of each datum, sum_j log(1 + exp(f_j)) - y_j f_j, in nats.
   *
   * @param outputs (Modified) logits, replaced by {@code scale} times the gradient
   * @param targets (Input) 0 and 1, of the same shape, for each chain or shared
   * @param losses (Output) in double, [chains, at least the batch]
   */
  void bernoulli(MatrixStack outputs, MatrixStack targets, double scale, Slab losses);

  /**
   * Adds to each chain's sum the losses of its batch less the losses that the same data have
   * elsewhere, in the order of the batch.
   *
   * @param losses (Input) in double, [chains, at least the batch]
   * @param batch how many of them
   * @param reference (Input) in double, [1, n] of all data
   * @param rows (Input) which of the data the losses are of
   * @param sums (Modified) in double, [chains, 1]
   */
  void addExcess(Slab losses, int batch, Slab reference, Rows rows, Slab sums);

  /**
   * target = a b, entry by entry.
   *
   * @param a (Input)
   * @param b (Input) of the same shape
   * @param target (Output) of the same shape; may be either
   */
  void times(MatrixStack a, MatrixStack b, MatrixStack target);

  /**
   * Row by row y_j = s_j h_j + b_j with h = (x - m) r as {@link Normalisation} has it.
   *
   * @param x (Input) rows x width, for each chain or shared
   * @param scale (Input) s, 1 x width; 1 where there is none
   * @param shift (Input) b, 1 x width; 0 where there is none
   * @param moments (Output) rows x 2: m and r of each row
   * @param y (Output) rows x width; may be x itself
   */
  void normalise(
      Normalisation by,
      MatrixStack x,
      Optional<MatrixStack> scale,
      Optional<MatrixStack> shift,
      MatrixStack moments,
      MatrixStack y);

  /**
   * The gradient with respect to x of {@link #normalise}: with e_j = d_j s_j,
   *
   * <pre>r (e_j - mean(e) - h_j mean(e h)),</pre>
   *
   * without mean(e) where no mean was taken away.
   *
   * @param x (Input) as it was given
   * @param moments (Input) as they came out
   * @param delta (Input) d, gradient with respect to y
   * @param passed (Output) rows x width; may be delta itself
   */
  void normaliseBackward(
      Normalisation by,
      MatrixStack x,
      Optional<MatrixStack> scale,
      MatrixStack moments,
      MatrixStack delta,
      MatrixStack passed);

  /**
   * The gradient with respect to the scale of {@link #normalise}: sums over rows of d_j h_j.
   *
   * @param x (Input) as it was given
   * @param moments (Input) as they came out
   * @param delta (Input) d, gradient with respect to y
   * @param sums (Output) 1 x width
   */
  void normalisedProducts(MatrixStack x, MatrixStack moments, MatrixStack delta, MatrixStack sums);

  /**
   * Attention of every sequence, as {@link Heads} has it. Rows are positions, those of a sequence
   * one after the other.
   *
   * @param queries (Input) rows x {@link Heads#queryWidth}
   * @param keys (Input) rows x {@link Heads#keyWidth}
   * @param values (Input) rows x {@link Heads#keyWidth}
   * @param moments (Output) rows x 2 heads: the largest score of each head and the reciprocal sum
   *     of exp(score - largest)
   * @param output (Output) rows x {@link Heads#queryWidth}
   */
  void attend(
      Heads heads,
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack output);

  /**
   * The gradients of {@link #attend}: with p the weights, d the gradient with respect to o and g_ts
   * = d_t . v_s,
   *
   * <pre>
   * dL/dv_s = sum_t p_ts d_t,   a_ts = scale p_ts (g_ts - sum_s p_ts g_ts),
   * dL/dq_t = sum_s a_ts k_s,   dL/dk_s = sum_t a_ts q_t.
   * </pre>
   *
   * @param queries (Modified) as they were given, then the gradient with respect to them
   * @param keys (Modified) likewise
   * @param values (Modified) likewise
   * @param moments (Input) as they came out
   * @param delta (Input) d
   */
  void attendBackward(
      Heads heads,
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack delta);

  /**
   * target = factor source, entry by entry.
   *
   * @param source (Input) for each chain or shared
   * @param target (Output) of the same shape; may be the source itself
   */
  void scale(MatrixStack source, double factor, MatrixStack target);

  /**
   * Row r of matrix c becomes row {@code numbers[c][r]} of the source.
   *
   * @param source (Input) one row for each datum, shared by all chains
   * @param numbers (Input) [chains, rows], or one row for all chains
   * @param target (Output) as many columns as the source
   */
  void gather(MatrixStack source, IntSlab numbers, MatrixStack target);

  /**
   * Each number of the ids becomes that row of the table.
   *
   * @param ids (Input) data x positions of whole numbers below the rows of the table, for each
   *     chain or shared
   * @param table (Input) entries x width
   * @param target (Output) (data x positions) x width
   */
  default void lookUp(MatrixStack ids, MatrixStack table, MatrixStack target) {
    HostWiring.lookUp(ids, table, target);
  }

  /**
   * The gradient of {@link #lookUp} with respect to the table: each row is the sum of the deltas of
   * its ids, in their order.
   *
   * @param ids (Input) as they were given
   * @param delta (Input) (data x positions) x width
   * @param beta 0, or 1 where the sums are added to what is there
   * @param sums (Modified) entries x width; read only where beta is not 0
   */
  default void lookUpBackward(MatrixStack ids, MatrixStack delta, double beta, MatrixStack sums) {
    HostWiring.lookUpBackward(ids, delta, beta, sums);
  }

  /**
   * Row by row, each number becomes the factor times the sum of those that it is wired to.
   *
   * @param source (Input) rows x inputs of the wiring, for each chain or shared
   * @param target (Output) rows x outputs
   */
  default void sums(MatrixStack source, Wiring wiring, double factor, MatrixStack target) {
    HostWiring.sums(source, wiring, factor, target);
  }

  /**
   * Row by row, each number becomes the largest of those that it is wired to.
   *
   * @param source (Input) rows x inputs of the wiring, for each chain or shared
   * @param target (Output) rows x outputs
   */
  default void maxima(MatrixStack source, Wiring windows, MatrixStack target) {
    HostWiring.maxima(source, windows, target);
  }

  /**
   * The gradient with respect to the source of {@link #maxima}: that of each maximum goes to the
   * first of its terms that has its value.
   *
   * @param source (Input) as it was given
   * @param maxima (Input) as they came out
   * @param delta (Input) gradient with respect to the maxima
   * @param target (Output) of the shape of the source, one for each chain
   */
  default void maximaBackward(
      MatrixStack source,
      MatrixStack maxima,
      Wiring windows,
      MatrixStack delta,
      MatrixStack target) {
    HostWiring.maximaBackward(source, maxima, windows, delta, target);
  }

  /**
   * A convolution of every datum, as {@link Convolution} has it: Z.
   *
   * @param input (Input) data x {@link Convolution#given}, for each chain or shared
   * @param weight (Input) the size of W
   * @param bias (Input) 1 x outputs; 0 where there is none
   * @param scratch (Output) one row of {@link Convolution#scratch}
   * @param output (Output) data x {@link Convolution#made}
   */
  default void convolve(
      Convolution by,
      MatrixStack input,
      MatrixStack weight,
      Optional<MatrixStack> bias,
      MatrixStack scratch,
      MatrixStack output) {
    new ColumnConvolution(this, by, scratch).forward(input, weight, bias, output);
  }

  /**
   * The gradients of {@link #convolve} with respect to W and b, summed over data.
   *
   * @param delta (Input) gradient with respect to Z
   * @param weight (Output) where it is wanted
   * @param bias (Output) where it is wanted
   */
  default void convolveGradients(
      Convolution by,
      MatrixStack input,
      MatrixStack delta,
      MatrixStack scratch,
      Optional<MatrixStack> weight,
      Optional<MatrixStack> bias) {
    ColumnConvolution columns = new ColumnConvolution(this, by, scratch);
    weight.ifPresent(to -> columns.weights(input, delta, to));
    bias.ifPresent(to -> columns.biases(delta, to));
  }

  /**
   * The gradient of {@link #convolve} with respect to its input.
   *
   * @param delta (Input) gradient with respect to Z
   * @param passed (Output) data x {@link Convolution#given}
   */
  default void convolveBackward(
      Convolution by,
      MatrixStack delta,
      MatrixStack weight,
      MatrixStack scratch,
      MatrixStack passed) {
    new ColumnConvolution(this, by, scratch).backward(delta, weight, passed);
  }

  /** One sweep over the operands of a move, of all its chains. */
  void update(Move move);

  /**
   * target = target - minus + plus.
   *
   * @param target (Modified) [chains, P]
   * @param minus (Input) [chains, P]
   * @param plus (Input) [1, P], the same for every chain
   */
  void exchange(Slab target, Slab minus, Slab plus);

  /**
   * Independent standard normals.
   *
   * @param out (Output) [chains, P]
   * @param noise the stream of each chain
   * @param clock the time, which addresses the numbers
   */
  void normals(Slab out, NoiseStreams noise, Clock clock);

  /**
   * sum = factor * sum + weight * term, entry by entry.
   *
   * @param sum (Modified) not read where the factor is 0
   * @param term (Input) of the same shape
   */
  void accumulate(Slab sum, double factor, Slab term, double weight);

  /**
   * The sum of all rows, weighted, in order of rows.
   *
   * @param rows (Input) [k, P]
   * @param weights (Input) k factors
   * @param sum (Output) [1, P]
   */
  void weightedSum(Slab rows, double[] weights, Slab sum);

  /**
   * |w_c - centre|^2 of every chain.
   *
   * @param w (Input) [chains, P]
   * @param centre (Input) with a row for each chain or one for all
   * @param squares (Output) in double, [chains, 1]
   */
  void squaredDistance(Slab w, Slab centre, Slab squares);

  /**
   * Which data the batches of the clock's time have.
   *
   * @param orders prepared for that time
   * @param from the position in the batch of the first number wanted
   * @param numbers (Output) [chains, as many as are wanted]
   */
  void batchRows(BatchOrders orders, Clock clock, int from, IntSlab numbers);

  /**
   * Row by row, the target becomes the source where the chain's flag is not 0.
   *
   * @param flags (Input) in double, [chains, 1]
   * @param source (Input) [chains, P]
   * @param target (Modified) [chains, P]
   */
  void select(Slab flags, Slab source, Slab target);

  /** Brings the clock forward by 1. */
  default void tick(Clock clock) {
    clock.ticked();
  }

  /**
   * Work to be done again and again, always by the same kernels on the same memory: a provider may
   * take it down once and repeat it. So the body neither reads nor writes anything on the host, and
   * takes no memory after it has run once; what changes from time to time is in slabs.
   */
  default StepLoop loop(Runnable body) {
    return body::run;
  }
}
