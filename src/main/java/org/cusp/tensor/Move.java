package org.cusp.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.tensor.update.Update;

/**
 * An {@link Update} bound to memory: made once, carried out by {@link Kernels#update} at every
 * step. It owns its factors; operands, noise and sums are those of others.
 */
public final class Move implements AutoCloseable {
  private final Update update;
  private final List<MatrixStack> operands;
  private final Slab factors;
  private final Optional<Random> random;
  private final Optional<Slab> sums;
  private NumberMove numbers;
  private UpdateInterpreter numbersOf;

  /** Where random numbers come from; streams only where the update has any. */
  private record Random(Optional<NoiseStreams> noise, Clock clock) {}

  private Move(
      Update update,
      List<MatrixStack> operands,
      Slab factors,
      Optional<Random> random,
      Optional<Slab> sums) {
    this.update = update;
    this.operands = operands;
    this.factors = factors;
    this.random = random;
    this.sums = sums;
  }

  /**
   * With the same factors for all chains.
   *
   * @param operands whole slabs, of which the first has a row for each chain
   */
  public static Move of(Update update, double[] factors, Slab... operands) {
    return of(update, 1, factors, wholes(operands));
  }

  /** With factors of each chain's own, the same to begin with. */
  public static Move perChain(Update update, double[] factors, Slab... operands) {
    return of(update, operands[0].rows(), factors, wholes(operands));
  }

  /** On parts of the rows of slabs. */
  public static Move of(Update update, double[] factors, MatrixStack... operands) {
    return of(update, 1, factors, List.of(operands));
  }

  private static Move of(Update update, int rows, double[] factors, List<MatrixStack> operands) {
    // A slab has at least one column, also where there is no factor.
    double[] row = factors.length == 0 ? new double[1] : factors;
    Slab memory = operands.get(0).slab().doublesBeside(rows, row.length);
    Move move = new Move(update, operands, memory, Optional.empty(), Optional.empty());
    move.set(row);
    return move;
  }

  private static List<MatrixStack> wholes(Slab[] slabs) {
    return Arrays.stream(slabs).map(MatrixStack::rowsOf).toList();
  }

  /** For an interpreter, made at the first use; null where it has no such form. */
  NumberMove asNumbers(UpdateInterpreter interpreter) {
    if (numbersOf != interpreter) {
      numbers = interpreter.numbers(this);
      numbersOf = interpreter;
    }
    return numbers;
  }

  /** With random numbers of the chains at the time of the clock. */
  public Move with(NoiseStreams noise, Clock clock) {
    Random of = new Random(Optional.of(noise), clock);
    return new Move(update, operands, factors, Optional.of(of), sums);
  }

  /** With the time alone. */
  public Move with(Clock clock) {
    return new Move(
        update, operands, factors, Optional.of(new Random(Optional.empty(), clock)), sums);
  }

  /**
   * With room for the sum over the elements of each chain.
   *
   * @param into in double, [chains, 1]
   */
  public Move summing(Slab into) {
    return new Move(update, operands, factors, random, Optional.of(into));
  }

  /** Other factors of all chains; between steps only. */
  public void set(double[] values) {
    for (int row = 0; row < factors.rows(); row++) {
      factors.setRow(row, values);
    }
  }

  /** A factor of every chain, for an update that computes it. */
  public MatrixStack factor(int number) {
    return MatrixStack.of(factors, number, 1, 1);
  }

  public Update update() {
    return update;
  }

  public List<MatrixStack> operands() {
    return operands;
  }

  /** The number of chains. */
  public int chains() {
    return operands.get(0).count();
  }

  /** In double, a row for each chain or one for all. */
  public Slab factors() {
    return factors;
  }

  /** The streams of the chains. */
  public NoiseStreams noise() {
    return random.flatMap(Random::noise).orElseThrow(() -> lacks("noise"));
  }

  /** The time of the step. */
  public Clock clock() {
    return random.map(Random::clock).orElseThrow(() -> lacks("a clock"));
  }

  /** Where the sums go. */
  public Slab sums() {
    return sums.orElseThrow(() -> lacks("room for its sums"));
  }

  private IllegalStateException lacks(String what) {
    return new IllegalStateException("the update " + update.name() + " is bound without " + what);
  }

  @Override
  public void close() {
    factors.close();
  }
}
