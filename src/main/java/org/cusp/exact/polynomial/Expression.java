package org.cusp.exact.polynomial;

import java.util.List;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;

/**
 * A polynomial as it was written. Its form is kept because it tells what the expanded terms hide:
 * which factors occur how often, and which squares are summed.
 */
sealed interface Expression {
  /** A rational number. */
  record Constant(BigFraction value) implements Expression {}

  /** A variable. */
  record Variable(String name) implements Expression {}

  /** The sum of its parts. */
  record Sum(List<Expression> parts) implements Expression {}

  /** The product of its parts. */
  record Product(List<Expression> parts) implements Expression {}

  /** A power with a whole exponent of at least zero. */
  record Power(Expression base, int exponent) implements Expression {}

  /** Adds the names of the variables that occur. */
  default void collectVariables(Set<String> names) {
    if (this instanceof Variable variable) {
      names.add(variable.name());
    } else if (this instanceof Sum sum) {
      sum.parts().forEach(part -> part.collectVariables(names));
    } else if (this instanceof Product product) {
      product.parts().forEach(part -> part.collectVariables(names));
    } else if (this instanceof Power power) {
      power.base().collectVariables(names);
    }
  }

  /** The expression multiplied out, in the variables given. */
  default Polynomial expand(List<String> variables) {
    if (this instanceof Constant constant) {
      return Polynomial.constant(variables, constant.value());
    }
    if (this instanceof Variable variable) {
      return Polynomial.variable(variables, variable.name());
    }
    if (this instanceof Power power) {
      return power.base().expand(variables).power(power.exponent());
    }
    if (this instanceof Sum sum) {
      return Polynomial.sum(
          variables, sum.parts().stream().map(part -> part.expand(variables)).toList());
    }
    return ((Product) this)
        .parts().stream()
            .map(part -> part.expand(variables))
            .reduce(Polynomial.constant(variables, BigFraction.ONE), Polynomial::times);
  }
}
