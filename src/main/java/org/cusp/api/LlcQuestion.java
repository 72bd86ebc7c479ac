package org.cusp.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.DrawEstimators;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.model.Model;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.run.observer.Observer;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.SamplerRequest;
import org.cusp.spec.sampling.LlcSpec;

/**
 * An LLC to be estimated. What is not said is chosen from the posterior. Immutable: each method
 * gives another question.
 *
 * @param target the model and its data
 * @param w the parameter
 * @param settings how to sample, all of it
 * @param machine with what
 * @param beside what else sees each draw
 * @since 0.2.0
 */
public record LlcQuestion(
    Target target, double[] w, LlcSpec settings, Machine machine, List<DrawEstimator> beside) {
  public LlcQuestion {
    beside = List.copyOf(beside);
  }

  static LlcQuestion of(Model model, DataSet data, double[] w) {
    Machine here = Machine.here();
    Target target = Target.of(model.type(), model, here.precision(), data);
    return new LlcQuestion(target, w, LlcSpec.defaults(1), here, List.of());
  }

  /** Ends after so long; 60 s unless said. */
  public LlcQuestion budget(Duration time) {
    return with(settings.until(settings.precision(), time.toNanos() / 1e9));
  }

  /** Ends at this standard error relative to the LLC; 0.02 unless said. */
  public LlcQuestion precision(double relative) {
    return with(settings.until(relative, settings.budget()));
  }

  /** So many independent chains; 8 unless said. */
  public LlcQuestion chains(int count) {
    return with(settings.withChains(count));
  }

  /** So many draws of each chain, however long they take: the same bits every time. */
  public LlcQuestion draws(int count) {
    return with(settings.edit().draws(count).build());
  }

  /** Strength of the localisation. */
  public LlcQuestion gamma(double value) {
    return with(settings.withGamma(value));
  }

  /** n times the inverse temperature; n / ln n unless said. */
  public LlcQuestion nBeta(double value) {
    return with(settings.withNBeta(value));
  }

  /** All random numbers; 1 unless said. */
  public LlcQuestion seed(long value) {
    return with(settings.withSeed(value));
  }

  /** A sampler, one's own too, with all its settings as they are. */
  public LlcQuestion sampler(Sampler sampler) {
    return with(settings.withSampler(SamplerRequest.of(sampler)));
  }

  /** A sampler as the command line takes it, such as {@code "sghmc:friction=0.3"}. */
  public LlcQuestion sampler(String text) {
    return with(settings.withSampler(text));
  }

  /** Estimates of Cusp from the same draws, by name. */
  public LlcQuestion also(String... names) {
    return beside(DrawEstimators.named(List.of(names)));
  }

  /** An estimate of one's own from the same draws; it stands in the outcome under its name. */
  public LlcQuestion also(DrawEstimator estimator) {
    return beside(List.of(estimator));
  }

  /** Sees each draw after the warm-up. */
  public LlcQuestion observer(Observer observer) {
    return also(new Onlooker(beside.size() + 1, observer));
  }

  /** Other settings altogether. */
  public LlcQuestion with(LlcSpec other) {
    return new LlcQuestion(target, w, other, machine, beside);
  }

  /** Other kernels, threads or precision. */
  public LlcQuestion on(Machine other) {
    Target same = Target.of(target.name(), target.model(), other.precision(), target.train());
    return new LlcQuestion(same, w, settings, other, beside);
  }

  private LlcQuestion beside(List<DrawEstimator> more) {
    List<DrawEstimator> all = new ArrayList<>(beside);
    all.addAll(more);
    return new LlcQuestion(target, w, settings, machine, all);
  }

  /**
   * The estimate with its standard error and verdict, and the draws.
   *
   * @throws org.cusp.contract.InvalidInput where settings, model, data and parameter do not fit
   */
  public LlcEstimator.Outcome run() {
    settings.requireConsistent();
    return machine.with(
        workers ->
            new LlcEstimator(settings, machine.kernels(), workers, beside)
                .estimate(target, w, Progress.NONE));
  }
}
