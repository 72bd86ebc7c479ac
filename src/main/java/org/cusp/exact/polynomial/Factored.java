package org.cusp.exact.polynomial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.Work;
import org.hipparchus.fraction.BigFraction;

/**
 * A polynomial as a product of powers, as far as its written form shows it.
 *
 * @param constant factor, zero for the zero polynomial
 * @param factors with exponents of at least 1; the bases are multiplied out
 */
record Factored(BigFraction constant, List<Factor> factors) {

  /** The largest exponent up to which a power of a number is kept, not its sign alone. */
  static final int KEPT = 64;

  /** A base that is not constant, with its exponent. */
  record Factor(Polynomial base, int exponent) {}

  /** The factors of a written polynomial, in coordinates centred at the point. */
  static Factored of(Expression expression, List<String> variables, List<BigFraction> point) {
    Builder builder = new Builder(variables, point);
    builder.add(expression, 1);
    List<Factor> factors = new ArrayList<>();
    builder.exponents.forEach((base, exponent) -> factors.add(new Factor(base, exponent)));
    return new Factored(builder.constant, List.copyOf(factors));
  }

  private static final class Builder {
    private final List<String> variables;
    private final List<BigFraction> point;
    private final Map<Polynomial, Integer> exponents = new LinkedHashMap<>();
    private BigFraction constant = BigFraction.ONE;

    Builder(List<String> variables, List<BigFraction> point) {
      this.variables = variables;
      this.point = point;
    }

    private void add(Expression expression, int exponent) {
      if (exponent == 0) {
        return;
      }
      if (expression instanceof Expression.Product product) {
        product.parts().forEach(part -> add(part, exponent));
      } else if (expression instanceof Expression.Power power) {
        add(power.base(), allowed((long) power.exponent() * exponent));
      } else {
        addBase(expression.expand(variables).centredAt(point), exponent);
      }
    }

    private void addBase(Polynomial base, int exponent) {
      if (base.occurring().isEmpty()) {
        BigFraction value = sized(base.constantTerm(), exponent);
        Work.on(constant, value);
        constant = constant.multiply(value);
      } else {
        int before = exponents.getOrDefault(base, 0);
        exponents.put(base, allowed((long) before + exponent));
      }
    }

    private static int allowed(long exponent) {
      if (exponent > Monomial.LARGEST_EXPONENT) {
        throw new InvalidInput(
            "polynomial: an exponent exceeds " + Monomial.LARGEST_EXPONENT + ", got " + exponent);
      }
      return (int) exponent;
    }

    /** A power whose size does not matter beyond a few digits is kept as its sign. */
    private static BigFraction sized(BigFraction value, int exponent) {
      boolean small = exponent <= KEPT;
      return small
          ? Work.power(value, exponent)
          : new BigFraction(exponent % 2 == 0 ? value.signum() * value.signum() : value.signum());
    }
  }

  boolean isZero() {
    return constant.signum() == 0;
  }

  /** The value at the centre; exact unless an exponent above KEPT makes it a sign only. */
  BigFraction atCentre() {
    BigFraction value = constant;
    for (Factor factor : factors) {
      BigFraction power = Builder.sized(factor.base().constantTerm(), factor.exponent());
      Work.on(value, power);
      value = value.multiply(power);
    }
    return value;
  }

  /** Without the factors that do not vanish at the centre, of which the sign is kept. */
  Factored local() {
    BigFraction sign = constant;
    List<Factor> vanishing = new ArrayList<>();
    for (Factor factor : factors) {
      BigFraction centre = factor.base().constantTerm();
      if (centre.signum() == 0) {
        vanishing.add(factor);
      } else if (factor.exponent() % 2 == 1) {
        sign = sign.multiply(centre.signum());
      }
    }
    return new Factored(sign, vanishing);
  }

  /** The factors in groups that share no variables. */
  List<List<Factor>> groups() {
    List<List<Factor>> groups = new ArrayList<>();
    for (Factor factor : factors) {
      Set<Integer> own = factor.base().occurring();
      List<Factor> joined = new ArrayList<>(List.of(factor));
      groups.removeIf(
          group -> {
            boolean shares = variablesOf(group).stream().anyMatch(own::contains);
            if (shares) {
              joined.addAll(group);
              own.addAll(variablesOf(group));
            }
            return shares;
          });
      groups.add(joined);
    }
    return groups;
  }

  static Set<Integer> variablesOf(List<Factor> group) {
    Set<Integer> all = new TreeSet<>();
    group.forEach(factor -> all.addAll(factor.base().occurring()));
    return all;
  }
}
