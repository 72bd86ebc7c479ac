package org.cusp.posterior;

import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * What makes a sum over data in a slab of one number for each chain a mean.
 *
 * @param clear before the sum
 * @param divide after it
 */
record Means(Move clear, Move divide) implements AutoCloseable {
  private static final Update DIVIDE =
      Update.named("divide").set(0, Term.value(0).over(Term.factor(0)));

  /** Of so many data. */
  static Means of(Slab sums, double count) {
    return new Means(
        Move.of(Update.CLEAR, new double[0], sums), Move.of(DIVIDE, new double[] {count}, sums));
  }

  @Override
  public void close() {
    clear.close();
    divide.close();
  }
}
