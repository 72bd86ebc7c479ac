package org.cusp.exact;

/** An exact answer as it is printed and stored; the components' names are the names in the JSON. */
public record ExactFacts(
    String problem,
    String lambda,
    double lambdaValue,
    int multiplicity,
    String status,
    String source) {
  /** The coefficient of a named problem. */
  public static ExactFacts of(String problem, Rlct rlct) {
    return new ExactFacts(
        problem,
        rlct.lambdaText(),
        rlct.lambdaValue(),
        rlct.multiplicity(),
        rlct.status().label(),
        rlct.source());
  }
}
