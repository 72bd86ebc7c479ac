package org.cusp.posterior;

import java.util.Arrays;
import java.util.List;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.update.Operation;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * What steps add up to where the chains are, so that the host asks once a draw: sums of loss
 * differences and of acceptance, and when a chain was first found beyond the finite numbers.
 */
public final class StepSums implements AutoCloseable {
  /** Of a chain that has not frozen. */
  public static final long RUNNING = -1;

  /** Operands: sums of loss differences, of acceptance, when it froze; then those of a step. */
  private static final Update ADD =
      Update.named("step-sums")
          .set(
              2,
              Term.value(3)
                  .of(Operation.FINITE)
                  .choose(
                      Term.value(2),
                      Term.value(2).less(Term.constant(0)).choose(new Term.Time(), Term.value(2))))
          .set(0, Term.value(0).plus(Term.value(3)))
          .set(1, Term.value(1).plus(Term.value(4)));

  private final PosteriorPass pass;
  private final Slab deltaLoss;
  private final Slab acceptance;
  private final Slab frozenAt;
  private final List<Move> clear;
  private Slab bound;
  private Move add;
  private StepLoop loop;

  /** None yet, of the chains of a pass. */
  public StepSums(PosteriorPass pass) {
    this.pass = pass;
    this.deltaLoss = pass.w().doublesBeside(pass.chains(), 1);
    this.acceptance = pass.w().doublesBeside(pass.chains(), 1);
    this.frozenAt = pass.w().doublesBeside(pass.chains(), 1);
    for (int chain = 0; chain < pass.chains(); chain++) {
      frozenAt.setRow(chain, new double[] {RUNNING});
    }
    this.clear =
        List.of(
            Move.of(Update.CLEAR, new double[0], deltaLoss),
            Move.of(Update.CLEAR, new double[0], acceptance));
  }

  /** The sums begin again. */
  public void clear() {
    clear.forEach(pass.kernels()::update);
  }

  /**
   * The step at the time of the pass's clock is over: adds it, and the clock goes on.
   *
   * @param ofLoss (Input) best the same slabs at every call, [chains, 1]
   * @param ofAcceptance (Input)
   */
  public void add(Slab ofLoss, Slab ofAcceptance) {
    if (bound != ofLoss) {
      bind(ofLoss, ofAcceptance);
    }
    loop.run();
  }

  private void bind(Slab ofLoss, Slab ofAcceptance) {
    if (add != null) {
      add.close();
    }
    bound = ofLoss;
    add =
        Move.of(ADD, new double[0], deltaLoss, acceptance, frozenAt, ofLoss, ofAcceptance)
            .with(pass.clock());
    loop =
        pass.loop(
            () -> {
              pass.kernels().update(add);
              pass.kernels().tick(pass.clock());
            });
  }

  /** Of each chain; on the host. */
  public double[] deltaLoss() {
    return deltaLoss.values();
  }

  /** Of each chain; on the host. */
  public double[] acceptance() {
    return acceptance.values();
  }

  /** The step of each chain, or {@link #RUNNING}. */
  public long[] frozenAt() {
    return Arrays.stream(frozenAt.values()).mapToLong(step -> (long) step).toArray();
  }

  @Override
  public void close() {
    clear.forEach(Move::close);
    if (add != null) {
      add.close();
    }
    List.of(deltaLoss, acceptance, frozenAt).forEach(Slab::close);
  }
}
