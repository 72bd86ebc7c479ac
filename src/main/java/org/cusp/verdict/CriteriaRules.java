package org.cusp.verdict;

import static org.cusp.verdict.Finding.caution;
import static org.cusp.verdict.Finding.doubtful;
import static org.cusp.verdict.Finding.rejected;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cusp.diagnostics.Thresholds;
import org.cusp.verdict.CriteriaEvidence.Run;
import org.cusp.verdict.CriteriaEvidence.Tails;
import org.cusp.verdict.Finding.Level;

/**
 * Whether to believe information criteria: trusted means that each lies within its Monte Carlo
 * interval of what endless draws of the stated posterior would give.
 */
public final class CriteriaRules {
  /**
   * The posterior variance of log p of a datum above which WAIC is not reliable: A. Vehtari, A.
   * Gelman, J. Gabry, Statistics and Computing 27 (2017) 1413-1432, doi:10.1007/s11222-016-9696-4.
   */
  public static final double LARGEST_VARIANCE = 0.4;

  /**
   * The variance over draws of a logarithm above which the mean of its exponential is ruled by
   * draws that are not made: of a normal logarithm of variance v that mean has the relative
   * variance (exp(v) - 1) / S, 54/S here, and comes from draws sqrt(v) standard deviations out.
   */
  public static final double MOST_VARIANCE = 4;

  /** Below it the draws differ so little that no tail of theirs matters. */
  public static final double LEAST_VARIANCE = 0.1;

  /** A law of this k-hat has no mean. */
  public static final double NO_MEAN = 1;

  private static final int ROWS_NAMED = 10;

  /** A standard error is itself known to a few per cent. */
  private static final double PRECISION_SLACK = 1.05;

  private static final List<Function<Run, Optional<Finding>>> OF_A_RUN =
      List.of(
          CriteriaRules::mixing,
          CriteriaRules::effectiveSamples,
          CriteriaRules::swaps,
          CriteriaRules::arrivals,
          CriteriaRules::precision);

  private static final List<Function<CriteriaEvidence, Optional<Finding>>> OF_ALL =
      List.of(CriteriaRules::numbers, CriteriaRules::tails, CriteriaRules::dispersion);

  private static final Function<CriteriaEvidence, Stream<Finding>> OF_DATA =
      evidence -> evidence.surprising().stream().flatMap(s -> surprising(s).stream());

  private CriteriaRules() {}

  /** Applies every rule. */
  public static Verdict judge(CriteriaEvidence evidence, List<String> cautions) {
    Stream<Finding> ofRuns =
        evidence.runs().stream()
            .flatMap(run -> OF_A_RUN.stream().flatMap(rule -> rule.apply(run).stream()));
    Stream<Finding> ofAll = OF_ALL.stream().flatMap(rule -> rule.apply(evidence).stream());
    Stream<Finding> ofData = OF_DATA.apply(evidence);
    return VerdictRules.verdict(
        Stream.of(ofData, ofAll, ofRuns).flatMap(s -> s).toList(), cautions);
  }

  private static Optional<Finding> numbers(CriteriaEvidence evidence) {
    boolean known =
        evidence.values().stream()
            .allMatch(value -> Double.isFinite(value.value()) && Double.isFinite(value.se()));
    return known
        ? Optional.empty()
        : rejected("a criterion is undefined: losses are not all finite, or draws are too few");
  }

  private static Optional<Finding> tails(CriteriaEvidence evidence) {
    Tails tails = evidence.tails();
    if (tails.unreliable() == 0) {
      return Optional.empty();
    }
    return doubtful(
        "k-hat is above %.2f for %d of %d data (largest %.2f): without them the posterior is"
            + " elsewhere, and LOO is unreliable",
        tails.threshold(), tails.unreliable(), tails.n(), tails.largestK());
  }

  private static Optional<Finding> surprising(CriteriaEvidence.Surprising it) {
    String what =
        it.isUntold()
            ? "%s: cannot be told from these draws. For %s of %d %s data the average over the draws is"
                + " ruled by draws that were not made (the variance of log p over draws is %s)"
                + (Double.isFinite(it.variance())
                    ? ": a larger --budget, or look whether they belong to the data"
                    : ", which no budget mends: look whether they belong to the data")
            : "%s: for %s of %d %s data the average over the draws is ruled by a few of them (the"
                + " variance of log p over draws is %s): its error may be larger than stated";
    return doubtful(what, it.quantity(), named(it.rows()), it.n(), it.data(), upTo(it));
  }

  private static String upTo(CriteriaEvidence.Surprising it) {
    return Double.isFinite(it.variance())
        ? String.format(Locale.ROOT, "up to %.3g", it.variance())
        : "not finite";
  }

  /** How many, and which, the first few by name. */
  static String named(List<Integer> rows) {
    List<String> first = rows.stream().limit(ROWS_NAMED).sorted().map(String::valueOf).toList();
    String more = rows.size() > ROWS_NAMED ? " and " + (rows.size() - ROWS_NAMED) + " more" : "";
    return rows.size()
        + " (row"
        + (rows.size() == 1 ? " " : "s ")
        + String.join(", ", first)
        + more
        + ")";
  }

  private static Optional<Finding> dispersion(CriteriaEvidence evidence) {
    Tails tails = evidence.tails();
    if (tails.dispersed() == 0) {
      return Optional.empty();
    }
    return caution(
        "the posterior variance of beta log p is above %.1f for %d of %d data: there WAIC is not"
            + " close to what it stands for; prefer LOO where its k-hat is small",
        LARGEST_VARIANCE, tails.dispersed(), tails.n());
  }

  private static Optional<Finding> mixing(Run run) {
    if (Double.isNaN(run.rhat())) {
      return rejected(
          "R-hat of the energies at beta = %.3g is undefined: they are all equal or not all finite",
          run.beta());
    }
    if (run.rhat() <= Thresholds.RHAT_DOUBTFUL) {
      return Optional.empty();
    }
    boolean grave = run.rhat() > Thresholds.RHAT_REJECTED;
    return Finding.of(
        grave ? Level.REJECTED : Level.DOUBTFUL,
        "R-hat %.3f of the energies at beta = %.3g is above %.2f: chains have not mixed (longer"
            + " runs)",
        run.rhat(),
        run.beta(),
        grave ? Thresholds.RHAT_REJECTED : Thresholds.RHAT_DOUBTFUL);
  }

  private static Optional<Finding> effectiveSamples(Run run) {
    if (Double.isNaN(run.ess()) || run.ess() >= Thresholds.ESS_DOUBTFUL) {
      return Optional.empty();
    }
    boolean grave = run.ess() < Thresholds.ESS_REJECTED;
    return Finding.of(
        grave ? Level.REJECTED : Level.DOUBTFUL,
        "the effective sample size %.0f of the energies at beta = %.3g is below %.0f: more draws",
        run.ess(),
        run.beta(),
        grave ? Thresholds.ESS_REJECTED : Thresholds.ESS_DOUBTFUL);
  }

  private static Optional<Finding> swaps(Run run) {
    if (!(run.leastSwaps() < Thresholds.SWAPS_DOUBTFUL)) {
      return Optional.empty();
    }
    return doubtful(
        "only %.1f%% of the exchanges between two temperatures are accepted on the way to beta ="
            + " %.3g, below %.0f%%: the ladder is too coarse",
        100 * run.leastSwaps(), run.beta(), 100 * Thresholds.SWAPS_DOUBTFUL);
  }

  private static Optional<Finding> arrivals(Run run) {
    if (run.withoutArrival() == 0) {
      return Optional.empty();
    }
    return doubtful(
        "in %d of %d chains no state came from the prior to beta = %.3g: other modes may be missing"
            + " (longer runs)",
        run.withoutArrival(), run.chains(), run.beta());
  }

  /** What was drawn is right, if less exact than was asked for. */
  private static Optional<Finding> precision(Run run) {
    if (!(run.relativeError() > PRECISION_SLACK * run.asked().orElse(Double.POSITIVE_INFINITY))) {
      return Optional.empty();
    }
    return caution(
        "at beta = %.3g the mean loss is known to %.2g of its spread, %.2g was asked for: a larger"
            + " --budget",
        run.beta(), run.relativeError(), run.asked().getAsDouble());
  }
}
