package org.cusp.paper.reproduction;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.cusp.clock.Deadline;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.WideInterval;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.estimate.llc.NamedEstimate;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.Steps;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.verdict.Verdict;

/**
 * The one place where reproductions ask for an LLC.
 *
 * @param steps of the row at work: what was done of them by a process that was stopped is there
 * @param room for what is larger and outlasts a row, such as trainings; absent where nothing is
 *     kept
 */
public record Estimation(
    KernelProvider kernels, Workers workers, Steps steps, Optional<Room> room) {
  private static final double QUICK_PRECISION = 0.05;

  /** Seconds for one LLC. */
  private static final double QUICK_BUDGET = 5;

  /**
   * Samplers with a Metropolis step beside the default one. The pages name the samplers that they
   * compare: a new entry of the registry does not make a page's rows incomplete.
   */
  public static final List<String> CORRECTED = List.of("mala");

  /** Samplers on minibatches, whose step size matters. */
  public static final List<String> STOCHASTIC =
      List.of("sgld", "rmsprop-sgld", "adam-sgld", "sghmc", "sgnht");

  /** Nothing of it is kept. */
  public Estimation(KernelProvider kernels, Workers workers) {
    this(kernels, workers, new Steps(Bookmark.NONE), Optional.empty());
  }

  /**
   * Where larger work is kept while a reproduction is unfinished.
   *
   * @param folder of this version and these kernels
   * @param ending whether the process has been told to end
   */
  public record Room(Path folder, BooleanSupplier ending) {}

  /** The same for one row. */
  Estimation at(Steps ofRow) {
    return new Estimation(kernels, workers, ofRow, room);
  }

  /** The same with a place for larger work. */
  Estimation in(Room where) {
    return new Estimation(kernels, workers, steps, Optional.of(where));
  }

  /** The same with threads of its own. */
  public Estimation with(Workers own) {
    return new Estimation(kernels, own, steps, room);
  }

  /** Where the next step of the row keeps its state, where its result is no record. */
  public Progress kept() {
    return Progress.NONE.keeping(steps.next());
  }

  /**
   * An LLC with what a table says of it.
   *
   * @param wide where a doubtful one may lie; null otherwise
   * @param sampler the one that was used
   * @param beside what was asked for beside it, each with its standard error in a column of its own
   */
  public record Answer(
      Estimate llc,
      Verdict verdict,
      @MayBeNull WideInterval wide,
      String sampler,
      double stepSize,
      double gamma,
      double seconds,
      long gradientEvaluations,
      Row beside) {
    /** Where a doubtful one may lie; absent otherwise. */
    public Optional<WideInterval> doubtful() {
      return Optional.ofNullable(wide);
    }

    /** The columns that every table of estimates has. */
    public Row row() {
      return Row.empty()
          .with("llc", llc.value())
          .with("se", llc.se())
          .with("rhat", llc.rhat())
          .with("ess", llc.ess())
          .with("verdict", verdict.status().label())
          .with("used", sampler)
          .with("step", stepSize)
          .with("gamma", gamma)
          .with("seconds", seconds)
          .with("gradients", gradientEvaluations)
          .with("reasons", String.join("; ", verdict.reasons()))
          .with("cautions", String.join("; ", verdict.cautions()))
          .with(beside);
    }
  }

  /** The column with the standard error of what another column has. */
  public static String errorOf(String column) {
    return column + " se";
  }

  /** The LLC at w, within the budget of the settings from now on. */
  public Answer at(Target target, double[] w, LlcSpec settings) {
    return at(
        target,
        w,
        settings,
        settings.draws().isPresent() ? Deadline.never() : Deadline.after(settings.budget()));
  }

  /** The LLC at w, or what is known of it when time is up; seconds are those of its clock. */
  public Answer at(Target target, double[] w, LlcSpec settings, Deadline deadline) {
    return at(target, w, settings, List.of(), deadline);
  }

  /**
   * The LLC at w within the budget of the settings in seconds of work ({@link WorkClock}), so that
   * what else the machine does takes nothing from it.
   *
   * @param beside estimates from the same draws
   */
  public Answer ofWork(Target target, double[] w, LlcSpec settings, List<DrawEstimator> beside) {
    try (Workers own = new Workers(WorkClock.CORES)) {
      return with(own)
          .at(target, w, settings, beside, Deadline.after(new WorkClock(own), settings.budget()));
    }
  }

  private Answer at(
      Target target, double[] w, LlcSpec settings, List<DrawEstimator> beside, Deadline deadline) {
    LlcEstimator estimator = new LlcEstimator(settings, kernels, workers, beside);
    return steps.next(Answer.class, bookmark -> answer(estimator, target, w, deadline, bookmark));
  }

  private static Answer answer(
      LlcEstimator estimator, Target target, double[] w, Deadline asked, Bookmark bookmark) {
    double start = asked.spent();
    Deadline deadline = bookmark.having(asked);
    LlcEstimator.Outcome outcome =
        estimator.estimate(target, w, deadline, Progress.NONE.keeping(bookmark));
    double seconds = deadline.spent() - start;
    Object step = outcome.draws().plan().sampler().settings().get("stepSize");
    return new Answer(
        outcome.llc().estimate(),
        outcome.llc().verdict(),
        outcome.llc().doubtful().orElse(null),
        outcome.draws().plan().sampler().name(),
        step instanceof Number number ? number.doubleValue() : Double.NaN,
        outcome.draws().posterior().gamma(),
        seconds,
        outcome.draws().gradientEvaluations(),
        beside(outcome));
  }

  private static Row beside(LlcEstimator.Outcome outcome) {
    Row row = Row.empty();
    for (List<NamedEstimate> several : outcome.beside().values()) {
      for (NamedEstimate one : several) {
        row =
            row.with(one.of(), one.estimate().value()).with(errorOf(one.of()), one.estimate().se());
      }
    }
    return row;
  }

  /** The defaults; a quick run is content with less. */
  public static LlcSpec settings(Size size, long seed) {
    LlcSpec defaults = LlcSpec.defaults(seed);
    return size == Size.FULL ? defaults : defaults.until(QUICK_PRECISION, QUICK_BUDGET);
  }

  /** Those settings, and a full run within so many seconds. */
  public static LlcSpec within(Size size, long seed, double budget) {
    LlcSpec settings = settings(size, seed);
    return size == Size.FULL ? settings.until(settings.precision(), budget) : settings;
  }

  /** Those settings in words. */
  public static String describe(Size size) {
    return size == Size.FULL
        ? "the defaults of cusp llc"
        : "the defaults of cusp llc, but a precision of 5% or 5 s";
  }

  /** The settings with a sampler, or with the choice left to the estimator. */
  public static LlcSpec with(LlcSpec settings, String sampler) {
    return sampler.equals(LlcSpec.AUTO) ? settings : settings.withSampler(sampler);
  }

  /** All that is asked for, in words: part of what a row depends on. */
  public static String describe(LlcSpec settings) {
    return settings.request().toString();
  }
}
