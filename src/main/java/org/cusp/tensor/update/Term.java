package org.cusp.tensor.update;

import java.util.List;
import org.cusp.contract.Check;

/** A number that an {@link Update} computes for each element of each chain. */
public sealed interface Term {
  /** The element of an operand of the update, as it is when the term is computed. */
  record Value(int operand) implements Term {}

  /** A number of the chain, or of all chains, the same for all its elements. */
  record Factor(int number) implements Term {}

  /** A number written into the update. */
  record Constant(double value) implements Term {}

  /** A standard normal, addressed by chain, time and element. */
  record Noise() implements Term {}

  /**
   * Uniform on (0, 1), in double, addressed by chain, time and {@code first} + element.
   *
   * @param first the number of the first element
   */
  record Uniform(long first) implements Term {}

  /** The time, a whole number. */
  record Time() implements Term {}

  /** An operation on other terms. */
  record Of(Operation operation, List<Term> operands) implements Term {
    public Of {
      operands = List.copyOf(operands);
      Check.equal("operands of " + operation, operands.size(), operation.operands());
    }
  }

  static Term value(int operand) {
    return new Value(operand);
  }

  static Term factor(int number) {
    return new Factor(number);
  }

  static Term constant(double value) {
    return new Constant(value);
  }

  static Term noise() {
    return new Noise();
  }

  default Term plus(Term other) {
    return new Of(Operation.PLUS, List.of(this, other));
  }

  default Term minus(Term other) {
    return new Of(Operation.MINUS, List.of(this, other));
  }

  default Term times(Term other) {
    return new Of(Operation.TIMES, List.of(this, other));
  }

  default Term over(Term other) {
    return new Of(Operation.OVER, List.of(this, other));
  }

  default Term less(Term other) {
    return new Of(Operation.LESS, List.of(this, other));
  }

  default Term root() {
    return of(Operation.ROOT);
  }

  /** An operation on this term alone. */
  default Term of(Operation operation) {
    return new Of(operation, List.of(this));
  }

  /** An operation on this term and another. */
  default Term of(Operation operation, Term other) {
    return new Of(operation, List.of(this, other));
  }

  /** The first of these where this is not 0, else the second. */
  default Term choose(Term yes, Term no) {
    return new Of(Operation.CHOOSE, List.of(this, yes, no));
  }
}
