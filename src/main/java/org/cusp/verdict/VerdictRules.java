package org.cusp.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cusp.contract.Registry;
import org.cusp.verdict.Finding.Level;
import org.cusp.verdict.Verdict.Status;

/**
 * The rules that turn evidence into a verdict; the gravest finding decides. A rule is one method of
 * the class of its subject and one line in that class's list.
 *
 * <p>Trusted means: the stated quantity, the LLC of this w*, gamma and nBeta, lies within the
 * printed interval. Cautions, which leave it trusted, say what that quantity is not.
 */
@Registry("a rule of the verdict")
public final class VerdictRules {
  private static final List<Function<Evidence, Optional<Finding>>> RULES =
      Stream.of(
              ChainRules.ALL,
              ScaleRules.ALL,
              ValueRules.ALL,
              PointRules.ALL,
              EnergyRules.ALL,
              LocalisationRules.ALL)
          .flatMap(List::stream)
          .toList();

  private VerdictRules() {}

  /**
   * Applies every rule.
   *
   * @param cautions what the caller has to add to those of the rules; they come first
   */
  public static Verdict judge(Evidence evidence, List<String> cautions) {
    return verdict(
        RULES.stream().flatMap(rule -> rule.apply(evidence).stream()).toList(), cautions);
  }

  /** The verdict of these findings, in any order. */
  static Verdict verdict(List<Finding> found, List<String> cautions) {
    List<Finding> findings =
        found.stream().sorted(Comparator.comparing(Finding::level).reversed()).toList();
    List<String> reasons = texts(findings, level -> level != Level.CAUTION);
    List<String> allCautions = new ArrayList<>(cautions);
    allCautions.addAll(texts(findings, level -> level == Level.CAUTION));
    Level worst = findings.isEmpty() ? Level.CAUTION : findings.get(0).level();
    return new Verdict(status(worst), reasons, allCautions);
  }

  private static List<String> texts(List<Finding> findings, Predicate<Level> wanted) {
    return findings.stream()
        .filter(finding -> wanted.test(finding.level()))
        .map(Finding::text)
        .toList();
  }

  private static Status status(Level level) {
    return switch (level) {
      case CAUTION -> Status.TRUSTED;
      case DOUBTFUL -> Status.DOUBTFUL;
      case REJECTED -> Status.REJECTED;
    };
  }
}
