package org.cusp.paper;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.cusp.estimate.Estimate;
import org.cusp.estimate.LlcEstimator;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/** The one place where reproductions ask for an LLC. */
public record Estimation(KernelProvider kernels, Workers workers) {
  /** The sampler that the command line chooses where nothing is said. */
  public static final String AUTO = "auto";

  /** Samplers with a Metropolis step, which have no step-size bias. */
  public static final List<String> CORRECTED = List.of();

  /** Samplers on minibatches, whose step size matters. */
  public static final List<String> STOCHASTIC = List.of("sgld");

  /** All samplers there are, {@link #AUTO} included. */
  static List<String> samplers() {
    return Stream.of(List.of(AUTO), CORRECTED, STOCHASTIC).flatMap(List::stream).toList();
  }

  /**
   * How to sample; what is empty is left to the estimator.
   *
   * @param sampler a name, or {@link #AUTO}
   */
  public record Request(
      String sampler,
      OptionalDouble step,
      OptionalDouble gamma,
      OptionalDouble nBeta,
      OptionalInt draws,
      long seed) {
    /** Everything chosen by the estimator. */
    public static Request automatic(long seed) {
      return new Request(
          AUTO,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          seed);
    }

    public Request withSampler(String name) {
      return new Request(name, step, gamma, nBeta, draws, seed);
    }

    public Request withStep(double size) {
      return new Request(sampler, OptionalDouble.of(size), gamma, nBeta, draws, seed);
    }

    public Request withGamma(double strength) {
      return new Request(sampler, step, OptionalDouble.of(strength), nBeta, draws, seed);
    }

    public Request withNBeta(double value) {
      return new Request(sampler, step, gamma, OptionalDouble.of(value), draws, seed);
    }

    public Request withSeed(long value) {
      return new Request(sampler, step, gamma, nBeta, draws, value);
    }

    public Request withDraws(int count) {
      return new Request(sampler, step, gamma, nBeta, OptionalInt.of(count), seed);
    }

    /** In words, what is left to the estimator not mentioned. */
    public String describe() {
      StringBuilder text = new StringBuilder("sampler " + sampler);
      step.ifPresent(value -> text.append(", step ").append(value));
      gamma.ifPresent(value -> text.append(", gamma ").append(value));
      nBeta.ifPresent(value -> text.append(", nBeta ").append(value));
      draws.ifPresent(value -> text.append(", draws ").append(value));
      return text.append(", seed ").append(seed).toString();
    }
  }

  /**
   * An LLC with what a table says of it.
   *
   * @param verdict trusted, doubtful or rejected
   * @param reasons for the verdict, joined
   * @param sampler the one that was used
   */
  public record Answer(
      Estimate llc,
      String verdict,
      String reasons,
      String sampler,
      double stepSize,
      double gamma,
      double seconds,
      long gradientEvaluations) {
    /** The columns that every table of estimates has. */
    public Row row() {
      return Row.empty()
          .with("llc", llc.value())
          .with("se", llc.se())
          .with("rhat", llc.rhat())
          .with("ess", llc.ess())
          .with("verdict", verdict)
          .with("used", sampler)
          .with("step", stepSize)
          .with("gamma", gamma)
          .with("seconds", seconds)
          .with("gradients", gradientEvaluations)
          .with("reasons", reasons);
    }
  }

  /** The LLC at w. */
  public Answer at(Target target, double[] w, Request request) {
    return at(target, w, settings(request));
  }

  /** The LLC at w with these settings. */
  public Answer at(Target target, double[] w, LlcSpec settings) {
    LlcEstimator estimator = new LlcEstimator(settings, kernels, workers);
    long start = System.nanoTime();
    LlcEstimator.Outcome outcome = estimator.estimate(target, w, Progress.NONE);
    double seconds = (System.nanoTime() - start) / 1e9;
    Object step = outcome.draws().plan().sampler().settings().get("stepSize");
    return new Answer(
        outcome.llc().estimate(),
        outcome.llc().verdict().status().label(),
        String.join("; ", outcome.llc().verdict().reasons()),
        outcome.draws().plan().sampler().name(),
        step instanceof Number number ? number.doubleValue() : Double.NaN,
        outcome.draws().posterior().gamma(),
        seconds,
        outcome.draws().gradientEvaluations());
  }

  private static LlcSpec settings(Request request) {
    LlcSpec defaults = LlcSpec.defaults(request.seed());
    return new LlcSpec(
        defaults.chains(),
        request.draws().orElse(defaults.draws()),
        defaults.burnIn(),
        defaults.thin(),
        defaults.batch(),
        request.gamma(),
        request.nBeta(),
        request.step(),
        request.seed());
  }
}
