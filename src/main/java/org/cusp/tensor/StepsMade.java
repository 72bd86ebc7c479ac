package org.cusp.tensor;

import org.cusp.state.HasState;
import org.cusp.state.State;
import org.cusp.tensor.update.Operation;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * How many steps have been made, counted where the chains are, and what running means that began at
 * 0 are divided by: after k steps with decay b they hold the share 1 - b^k of what they average.
 */
public final class StepsMade implements AutoCloseable, HasState {
  private static final Update ONE_MORE =
      Update.named("one-more").set(0, Term.value(0).plus(Term.constant(1)));

  /** Operands: the correction, the count; factors: what is corrected, the decay. */
  private static final Update CORRECTION =
      Update.named("correction")
          .set(
              0,
              Term.factor(0)
                  .times(
                      Term.constant(1)
                          .over(
                              Term.constant(1)
                                  .minus(Term.factor(1).of(Operation.POWER, Term.value(1))))));

  private final Slab count;
  private final Move oneMore;

  /** None yet, in the memory of this slab. */
  public StepsMade(Slab like) {
    this.count = like.doublesBeside(1, 1);
    this.oneMore = Move.of(ONE_MORE, new double[0], count);
  }

  /** To be carried out once in each step, before the corrections. */
  public Move oneMore() {
    return oneMore;
  }

  /**
   * Sets a factor to {@code what / (1 - decay^k)}; to be closed.
   *
   * @param to one number, the same for all chains
   */
  public Move correction(double decay, double what, MatrixStack to) {
    return Move.of(CORRECTION, new double[] {what, decay}, to, MatrixStack.of(count, 0, 1, 1));
  }

  @Override
  public void state(State at) {
    count.state(at.in("count"));
  }

  @Override
  public void close() {
    oneMore.close();
    count.close();
  }
}
