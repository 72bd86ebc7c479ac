package org.cusp.paper.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Thresholds;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.TrainedNetwork;
import org.cusp.run.Target;

/**
 * Runs of one problem that are too short.
 *
 * @param problem whose truth is exact, or found by a long run; or {@code digits}
 * @param isExact whether every run has new data and an exact value for them; else all runs have the
 *     data of the first, and are held against a long run
 * @param settings of cusp llc, {@code name=value}, one of each kind of run
 * @param longRun the settings of the two runs that they are held against; empty where it is exact
 */
record ShortRuns(String problem, boolean isExact, List<String> settings, String longRun) {
  private static final String DIGITS = "digits";
  private static final long LAST_STEP = 3000;

  /** Chains of the long run must not be those of a short one. */
  private static final long ELSEWHERE = 1_000_003;

  /** Standard errors of a difference of long runs: one false alarm in 16,000. */
  private static final double FAR = 4;

  ShortRuns {
    settings = List.copyOf(settings);
  }

  static ShortRuns exact(String problem, String... settings) {
    return new ShortRuns(problem, true, List.of(settings), "");
  }

  static ShortRuns against(String longRun, String problem, String... settings) {
    return new ShortRuns(problem, false, List.of(settings), longRun);
  }

  /**
   * A run that ended doubtful.
   *
   * @param truth what it should have found
   */
  record Doubtful(String settings, Estimation.Answer answer, double truth) {
    boolean isHeld() {
      return answer.doubtful().map(wide -> wide.holds(truth)).orElse(false);
    }

    /** By the interval of the Monte Carlo error alone. */
    boolean isHeldByNaive() {
      double[] naive = answer.llc().ci95();
      return naive[0] <= truth && truth <= naive[1];
    }

    /** NaN where there is no interval. */
    double relativeWidth() {
      return answer.doubtful().map(wide -> wide.length() / Math.abs(truth)).orElse(Double.NaN);
    }

    double naiveRelativeWidth() {
      double[] naive = answer.llc().ci95();
      return (naive[1] - naive[0]) / Math.abs(truth);
    }

    String sampler() {
      return settings.replaceAll(".*sampler=([^ ]*).*", "$1");
    }
  }

  /** How many runs there were, and those that ended doubtful; none without a truth. */
  record Outcome(int runs, List<Doubtful> doubtful, double seconds) {}

  /** All kinds of runs, with these seeds of chains, and of data where truths are exact. */
  Outcome run(long seed, int seeds, TrainedNetwork digits, Estimation estimation) {
    OptionalDouble known = isExact ? OptionalDouble.empty() : longRuns(seed, digits, estimation);
    if (!isExact && known.isEmpty()) {
      return new Outcome(0, List.of(), 0);
    }
    List<Doubtful> doubtful = new ArrayList<>();
    double seconds = 0;
    for (String words : settings) {
      for (long run = seed; run < seed + seeds; run++) {
        Target target = target(isExact ? run : seed, digits);
        Estimation.Answer answer =
            estimation.at(target, point(target, digits, estimation), CaseSettings.of(words, run));
        seconds += answer.seconds();
        if (answer.doubtful().isPresent()) {
          double truth =
              isExact
                  ? Coverage.exact(target, answer.gamma()).orElseThrow().llc()
                  : known.getAsDouble();
          doubtful.add(new Doubtful(words, answer, truth));
        }
      }
    }
    return new Outcome(settings.size() * seeds, doubtful, seconds);
  }

  /** The mean of two long runs; absent where one has not mixed or they do not agree. */
  private OptionalDouble longRuns(long seed, TrainedNetwork digits, Estimation estimation) {
    Estimate one = longRun(seed, seed + ELSEWHERE, digits, estimation);
    Estimate other = longRun(seed, seed + 2 * ELSEWHERE, digits, estimation);
    double apart = Math.abs(one.value() - other.value()) / Math.hypot(one.se(), other.se());
    boolean mixed = Math.max(one.rhat(), other.rhat()) <= Thresholds.RHAT_DOUBTFUL;
    return mixed && apart < FAR
        ? OptionalDouble.of((one.value() + other.value()) / 2)
        : OptionalDouble.empty();
  }

  private Estimate longRun(long seed, long ofChains, TrainedNetwork digits, Estimation estimation) {
    Target target = target(seed, digits);
    double[] w = point(target, digits, estimation);
    return estimation.at(target, w, CaseSettings.of(longRun, ofChains)).llc();
  }

  private Target target(long seed, TrainedNetwork digits) {
    if (problem.equals(DIGITS)) {
      return digits.target();
    }
    return isExact ? Coverage.target(problem, seed) : Target.ofProblem(problem, seed);
  }

  private double[] point(Target target, TrainedNetwork digits, Estimation estimation) {
    return problem.equals(DIGITS)
        ? digits.weights(LAST_STEP, estimation)
        : target.truth().orElseThrow();
  }
}
