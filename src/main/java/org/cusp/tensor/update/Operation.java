package org.cusp.tensor.update;

/** What is done with the operands of a {@link Term}; each result is rounded before it is used. */
public enum Operation {
  PLUS(2),
  MINUS(2),
  TIMES(2),
  OVER(2),
  /** The smaller; NaN where one is. */
  LEAST(2),
  /** The larger; NaN where one is. */
  MOST(2),
  /** The first to the power of the second. */
  POWER(2),
  /** 1 where the first is less than the second, else 0. */
  LESS(2),
  NEGATIVE(1),
  ABSOLUTE(1),
  ROOT(1),
  EXP(1),
  /** exp(x) - 1. */
  EXPM1(1),
  /** log(1 + x). */
  LOG1P(1),
  /** 1 where the operand is finite, else 0. */
  FINITE(1),
  /** The second where the first is not 0, else the third. */
  CHOOSE(3);

  private final int operands;

  Operation(int operands) {
    this.operands = operands;
  }

  public int operands() {
    return operands;
  }

  /** In double. Where that is not the precision, the caller rounds. */
  public double of(double a, double b, double c) {
    return switch (this) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      case OVER -> a / b;
      case LEAST -> Math.min(a, b);
      case MOST -> Math.max(a, b);
      case POWER -> Math.pow(a, b);
      case LESS -> a < b ? 1 : 0;
      case NEGATIVE -> -a;
      case ABSOLUTE -> Math.abs(a);
      case ROOT -> Math.sqrt(a);
      case EXP -> Math.exp(a);
      case EXPM1 -> Math.expm1(a);
      case LOG1P -> Math.log1p(a);
      case FINITE -> Double.isFinite(a) ? 1 : 0;
      case CHOOSE -> a != 0 ? b : c;
    };
  }
}
