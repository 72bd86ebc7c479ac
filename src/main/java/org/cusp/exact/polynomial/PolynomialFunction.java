package org.cusp.exact.polynomial;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cusp.exact.Work;

/**
 * A polynomial as a function of doubles, evaluated in the form in which it was written: near the
 * zeros of a square such as {@code (y - x^2)^2} that keeps the digits which the expanded terms
 * lose.
 */
public final class PolynomialFunction implements ToDoubleFunction<double[]> {
  private final List<String> variables;
  private final Polynomial expanded;
  private final ToDoubleFunction<double[]> written;

  private PolynomialFunction(
      List<String> variables, Polynomial expanded, ToDoubleFunction<double[]> written) {
    this.variables = variables;
    this.expanded = expanded;
    this.written = written;
  }

  /** The function of a problem, in the order of its variables; not moved to its point. */
  public static PolynomialFunction of(PolynomialProblem problem) {
    Expression expression = PolynomialParser.parse(problem.text());
    List<String> variables = problem.variables();
    Polynomial expanded = Work.bounded("polynomial", () -> expression.expand(variables));
    return new PolynomialFunction(variables, expanded, compiled(expression, variables));
  }

  /** The names of the arguments. */
  public List<String> variables() {
    return variables;
  }

  /** The same polynomial multiplied out. */
  public Polynomial expanded() {
    return expanded;
  }

  @Override
  public double applyAsDouble(double[] w) {
    return written.applyAsDouble(w);
  }

  private static ToDoubleFunction<double[]> compiled(
      Expression expression, List<String> variables) {
    if (expression instanceof Expression.Constant constant) {
      double value = constant.value().doubleValue();
      return w -> value;
    }
    if (expression instanceof Expression.Variable variable) {
      int index = variables.indexOf(variable.name());
      return w -> w[index];
    }
    if (expression instanceof Expression.Power power) {
      ToDoubleFunction<double[]> base = compiled(power.base(), variables);
      int exponent = power.exponent();
      return exponent == 2
          ? w -> square(base.applyAsDouble(w))
          : w -> Math.pow(base.applyAsDouble(w), exponent);
    }
    if (expression instanceof Expression.Sum sum) {
      ToDoubleFunction<double[]>[] parts = compiled(sum.parts(), variables);
      return w -> {
        double total = 0;
        for (ToDoubleFunction<double[]> part : parts) {
          total += part.applyAsDouble(w);
        }
        return total;
      };
    }
    ToDoubleFunction<double[]>[] parts =
        compiled(((Expression.Product) expression).parts(), variables);
    return w -> {
      double product = 1;
      for (ToDoubleFunction<double[]> part : parts) {
        product *= part.applyAsDouble(w);
      }
      return product;
    };
  }

  private static double square(double x) {
    return x * x;
  }

  @SuppressWarnings("unchecked")
  private static ToDoubleFunction<double[]>[] compiled(
      List<Expression> parts, List<String> variables) {
    return parts.stream().map(part -> compiled(part, variables)).toArray(ToDoubleFunction[]::new);
  }
}
