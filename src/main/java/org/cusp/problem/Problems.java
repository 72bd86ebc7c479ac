package org.cusp.problem;

import java.util.List;
import java.util.Optional;
import org.cusp.contract.Nearest;
import org.cusp.contract.ProblemString;
import org.cusp.contract.Registry;

/** The catalogue: a family is one line of {@link #FAMILIES}. */
@Registry("a problem with a known truth")
public final class Problems {
  /** All families. */
  public static final List<ProblemFamily> FAMILIES =
      List.of(
          new DeepLinearProblem(),
          new ReducedRankProblem(),
          new MonomialProblem(),
          new NormalMeanProblem(),
          new TwoPhaseProblem(),
          new TwoComponentProblem(),
          new TanhProblem(),
          new SuperpositionProblem(),
          new PolynomialNetworkProblem(),
          new ConjugateProblem(),
          new ModularAdditionProblem(),
          new MixtureProblem(MixtureProblem.NAME),
          new MixtureProblem("gaussian-mixture"));

  private Problems() {}

  /** Whether the text names a problem rather than a file: it has a colon after a known name. */
  public static boolean isProblem(String text) {
    int colon = text.indexOf(':');
    String head = colon < 0 ? text : text.substring(0, colon);
    return FAMILIES.stream().anyMatch(family -> family.name().equals(head));
  }

  /** The family of a name. */
  public static Optional<ProblemFamily> family(String name) {
    return FAMILIES.stream().filter(family -> family.name().equals(name)).findFirst();
  }

  /** The problem that a string names, its data drawn from the seed. */
  public static Problem parse(String text, long seed) {
    ProblemString parsed = ProblemString.parse(text);
    for (ProblemFamily family : FAMILIES) {
      if (family.name().equals(parsed.name())) {
        return family.problem(parsed, seed);
      }
    }
    List<String> names = FAMILIES.stream().map(ProblemFamily::name).toList();
    throw Nearest.unknown("problem", parsed.name(), names);
  }
}
