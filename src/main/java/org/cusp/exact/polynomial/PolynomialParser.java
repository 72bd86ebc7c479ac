package org.cusp.exact.polynomial;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.polynomial.Expression.Constant;
import org.cusp.exact.polynomial.Expression.Power;
import org.cusp.exact.polynomial.Expression.Product;
import org.cusp.exact.polynomial.Expression.Sum;
import org.cusp.exact.polynomial.Expression.Variable;
import org.hipparchus.fraction.BigFraction;

/**
 * Reads a polynomial such as {@code (y-x^2)^2 + 1/2 x^6}.
 *
 * <p>Numbers are integers, decimals (read exactly) and fractions; {@code ^} or {@code **} is the
 * power, with a whole exponent; the sign of a product may be left out. A variable is one letter
 * with digits behind it ({@code x}, {@code w12}, {@code w_12}) or the name of a Greek letter; so
 * {@code ab} is a product. Errors name the position, counted from 1.
 */
final class PolynomialParser {
  private static final Set<String> GREEK =
      Set.of(
          "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
          "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi",
          "chi", "psi", "omega");
  private static final int LONGEST_NAME =
      GREEK.stream().mapToInt(String::length).max().orElseThrow();

  private static final int DEEPEST = 200;
  private static final int LONGEST = 100_000;

  /** Characters of the text in a message, around the place in question. */
  private static final int SHOWN = 60;

  private final String text;
  private int position;
  private int depth;

  private PolynomialParser(String text) {
    this.text = text;
  }

  /** The expression that the text says. */
  static Expression parse(String text) {
    if (text.length() > LONGEST) {
      throw new InvalidInput(
          "polynomial: at most " + LONGEST + " characters, got " + text.length());
    }
    PolynomialParser parser = new PolynomialParser(text);
    Expression expression = parser.sum();
    if (parser.position < text.length()) {
      throw parser.error("unexpected '" + text.charAt(parser.position) + "'");
    }
    return expression;
  }

  private InvalidInput error(String what) {
    return new InvalidInput(
        "polynomial '" + excerpt() + "': " + what + " at position " + (position + 1));
  }

  private String excerpt() {
    if (text.length() <= SHOWN) {
      return text;
    }
    int from = Math.max(0, Math.min(position - SHOWN / 2, text.length() - SHOWN));
    return (from > 0 ? "..." : "")
        + text.substring(from, from + SHOWN)
        + (from + SHOWN < text.length() ? "..." : "");
  }

  private char peek() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return position < text.length() ? text.charAt(position) : '\0';
  }

  private boolean accept(String token) {
    peek();
    boolean found = text.startsWith(token, position);
    position += found ? token.length() : 0;
    return found;
  }

  private Expression sum() {
    if (++depth > DEEPEST) {
      throw error("more than " + DEEPEST + " nested brackets");
    }
    List<Expression> parts = new ArrayList<>();
    boolean negative = accept("-");
    if (!negative) {
      accept("+");
    }
    parts.add(signed(negative, product()));
    while (peek() == '+' || peek() == '-') {
      negative = text.charAt(position++) == '-';
      parts.add(signed(negative, product()));
    }
    depth--;
    return parts.size() == 1 ? parts.get(0) : new Sum(parts);
  }

  private static Expression signed(boolean negative, Expression part) {
    return negative ? new Product(List.of(new Constant(BigFraction.MINUS_ONE), part)) : part;
  }

  private Expression product() {
    List<Expression> parts = new ArrayList<>(List.of(power()));
    while (true) {
      char next = peek();
      if (next == '*') {
        position++;
        parts.add(power());
      } else if (next == '/') {
        parts.add(divisor());
      } else if (next == '(' || Character.isLetter(next)) {
        parts.add(power());
      } else {
        return parts.size() == 1 ? parts.get(0) : new Product(parts);
      }
    }
  }

  private Expression divisor() {
    position++;
    if (!isDigit(peek())) {
      throw error("division is only allowed by a number; expected one");
    }
    int start = position;
    BigFraction value = number();
    if (value.signum() == 0) {
      position = start;
      throw error("division by zero");
    }
    if (peek() == '^') {
      throw error("a power of a divisor needs brackets around the fraction");
    }
    return new Constant(value.reciprocal());
  }

  /** A chain such as {@code x^2^3} is one power, of exponent 6. */
  private Expression power() {
    Expression base = atom();
    boolean isRaised = false;
    long raised = 1;
    while (peek() == '^' || text.startsWith("**", position)) {
      position += text.charAt(position) == '^' ? 1 : 2;
      int start = position;
      raised = isRaised ? raised * exponent() : exponent();
      isRaised = true;
      if (raised > Monomial.LARGEST_EXPONENT) {
        position = start;
        throw error("powers of powers make an exponent above " + Monomial.LARGEST_EXPONENT);
      }
    }
    return isRaised ? new Power(base, (int) raised) : base;
  }

  private int exponent() {
    char next = peek();
    int start = position;
    if (!isDigit(next)) {
      throw error("expected a whole exponent of at least 0");
    }
    while (isDigit(peekHere())) {
      position++;
    }
    String digits = text.substring(start, position);
    if (peekHere() == '.') {
      throw error("expected a whole exponent, got a decimal");
    }
    if (digits.length() > 7 || Integer.parseInt(digits) > Monomial.LARGEST_EXPONENT) {
      position = start;
      throw error(
          "exponent "
              + (digits.length() > 20 ? "of " + digits.length() + " digits" : digits)
              + " is above the largest allowed ("
              + Monomial.LARGEST_EXPONENT
              + ")");
    }
    return Integer.parseInt(digits);
  }

  private Expression atom() {
    char next = peek();
    if (next == '(') {
      int opened = position++;
      Expression inside = sum();
      if (!accept(")")) {
        if (position >= text.length()) {
          position = opened;
          throw error("no ')' for the '('");
        }
        throw error("expected ')', got '" + peek() + "'");
      }
      return inside;
    }
    if (isDigit(next) || next == '.') {
      return new Constant(number());
    }
    if (Character.isLetter(next)) {
      return new Variable(variable());
    }
    throw error(
        next == '\0' ? "expected a number, a variable or '('" : "unexpected '" + next + "'");
  }

  private char peekHere() {
    return position < text.length() ? text.charAt(position) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private BigFraction number() {
    int start = position;
    while (isDigit(peekHere())) {
      position++;
    }
    int whole = position;
    if (peekHere() == '.') {
      position++;
      while (isDigit(peekHere())) {
        position++;
      }
    }
    if (position - start > 1000 || position == start || (position == start + 1 && whole == start)) {
      position = start;
      throw error("expected a number of at most 1000 digits");
    }
    requireNoPowerOfTen(start);
    String decimals = position > whole ? text.substring(whole + 1, position) : "";
    return new BigFraction(
        new BigInteger(text.substring(start, whole) + decimals),
        BigInteger.TEN.pow(decimals.length()));
  }

  /** 2e3 is 2000 to most, and 2 times the variable e3 by the rule that a star may be left out. */
  private void requireNoPowerOfTen(int start) {
    int next = position + 1;
    if (Character.toLowerCase(peekHere()) == 'e' && next < text.length()) {
      int digit = text.charAt(next) == '-' || text.charAt(next) == '+' ? next + 1 : next;
      if (digit < text.length() && isDigit(text.charAt(digit))) {
        String read = text.substring(start, Math.min(text.length(), digit + 1));
        position = start;
        throw error(
            "'" + read + "' may be a power of ten or a variable: write the number out, or a '*'");
      }
    }
  }

  private String variable() {
    int end = position;
    int last = Math.min(text.length(), position + LONGEST_NAME + 1);
    while (end < last && Character.isLetter(text.charAt(end))) {
      end++;
    }
    boolean greek = GREEK.contains(text.substring(position, end));
    int start = position;
    position = greek ? end : start + 1;
    if (peekHere() == '_' && position + 1 < text.length() && isDigit(text.charAt(position + 1))) {
      position++;
    }
    while (isDigit(peekHere())) {
      position++;
    }
    return text.substring(start, position);
  }
}
