package org.cusp.exact.polynomial;

import java.util.List;
import java.util.function.BinaryOperator;
import org.cusp.exact.Rlct;

/**
 * The learning coefficient of a polynomial with the way it was found.
 *
 * @param rlct lambda and m
 * @param reason why the pair is a bound only; empty where it is exact
 * @param explanation one line each
 */
public record PolynomialAnswer(Rlct rlct, String reason, List<String> explanation) {
  public PolynomialAnswer {
    explanation = List.copyOf(explanation);
  }

  /** This and another answer put together by a rule, a line about it in between. */
  PolynomialAnswer joined(PolynomialAnswer other, BinaryOperator<Rlct> rule) {
    String reasons = reason.isEmpty() ? other.reason : reason;
    return new PolynomialAnswer(
        rule.apply(rlct, other.rlct), reasons, Lines.joined(explanation, other.explanation));
  }

  /** The same answer with lines before its explanation. */
  PolynomialAnswer after(List<String> lines) {
    return new PolynomialAnswer(rlct, reason, Lines.joined(lines, explanation));
  }
}
