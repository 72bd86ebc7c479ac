package org.cusp.estimate.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.criteria.Criteria;
import org.cusp.estimate.criteria.Criterion;
import org.cusp.estimate.criteria.Normalised;
import org.cusp.estimate.criteria.Pointwise;
import org.cusp.estimate.criteria.PointwiseDraws;
import org.cusp.estimate.criteria.Surprise;
import org.cusp.estimate.learning.LearningSolution.Which;
import org.cusp.estimate.llc.Llc;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.model.DataLosses;
import org.cusp.model.batch.TensorData;
import org.cusp.point.PosteriorMode;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.problem.law.KValue;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.LearningCurveSpec;
import org.cusp.spec.LearningCurveSpec.Method;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Bookmark;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.train.MemoryTraining;
import org.cusp.tuning.EnoughDraws;
import org.cusp.tuning.SettledEnergy;
import org.cusp.tuning.StoppingRule;
import org.cusp.tuning.TemperedRun;

/** Finds the solutions of one repeat and their losses. */
public record LearningSolutions(LearningCurveSpec spec, KernelProvider kernels, Workers workers) {
  /** Of the search for the mode, for each start. */
  private static final int MOST_EVALUATIONS = 5000;

  /** Importance ratios of a datum that are smoothed: the cross-validation is not used. */
  private static final int TAIL = 64;

  /** Error of the mean energy in its standard deviations, and relative error of an LLC. */
  private static final double PRECISION = 0.05;

  /** What is known of a solution that averages over draws; terms are its test losses by datum. */
  private record Average(Which which, Criterion training, Criterion general, double[] terms) {}

  /** The trained network, with its LLC if that is asked for. */
  LearningSolution sgd(LearningCase it, LearningPoint point, int repeat, Bookmark bookmark) {
    Which which = new Which(Method.SGD, point, repeat, it.model().size());
    Optional<double[]> w = trained(it, bookmark.in("training"));
    if (w.isEmpty()) {
      return LearningSolution.none(which, "training diverged");
    }
    LearningSolution found = ofParameter(which, it, w.get(), "");
    return spec.sgd().withLlc() ? withLlc(found, it, w.get(), bookmark.in("llc")) : found;
  }

  private Optional<double[]> trained(LearningCase it, Bookmark bookmark) {
    return new MemoryTraining(spec.train().withBatchUpTo(it.train().n()), kernels, workers)
        .train(it.model(), it.precision(), it.train(), it.seed(), bookmark);
  }

  private LearningSolution withLlc(
      LearningSolution found, LearningCase it, double[] w, Bookmark bookmark) {
    Target target = Target.of("sgd", it.model(), it.precision(), it.train());
    LlcEstimator estimator =
        new LlcEstimator(spec.llc().until(PRECISION, spec.solving().budget()), kernels, workers);
    Llc llc = estimator.estimate(target, w, Progress.NONE.keeping(bookmark)).llc();
    String reasons = String.join("; ", llc.verdict().reasons());
    return found.withLambda(
        new LearningSolution.Coefficient(
            new Estimate(llc.estimate().value(), llc.estimate().se()), llc.verdict().status()),
        "LLC " + llc.verdict().status().label() + (reasons.isEmpty() ? "" : ": " + reasons));
  }

  /** The lowest of the modes that the starts lead to. */
  public LearningSolution map(LearningCase it, LearningPoint point, int repeat) {
    List<double[]> starts = new ArrayList<>();
    for (int i = 0; i < spec.solving().starts(); i++) {
      starts.add(it.model().initialise(RandomStream.of(it.seed(), Purpose.INITIALISATION, 1 + i)));
    }
    it.truth().flatMap(LearningCase.Truth::w).ifPresent(starts::add);
    PosteriorMode[] modes = new PosteriorMode[starts.size()];
    try (PosteriorTensors shared = tensors(it)) {
      workers.run(
          modes.length,
          i -> modes[i] = PosteriorMode.from(shared, starts.get(i), kernels, MOST_EVALUATIONS));
    }
    PosteriorMode best = modes[0];
    for (PosteriorMode mode : modes) {
      best = mode.energy() < best.energy() ? mode : best;
    }
    String note = String.format(Locale.ROOT, "another step promised %.1g nats", best.promised());
    Which which = new Which(Method.MAP, point, repeat, it.model().size());
    return ofParameter(which, it, best.w(), note);
  }

  private PosteriorTensors tensors(LearningCase it) {
    double[] centre = new double[it.model().size()];
    Posterior posterior =
        new Posterior(it.model(), it.train(), centre, it.train().n(), spec.gamma());
    return PosteriorTensors.of(posterior, it.precision(), kernels, workers);
  }

  private LearningSolution ofParameter(Which which, LearningCase it, double[] w, String note) {
    DataLosses train = losses(it, w, it.train());
    DataLosses test = losses(it, w, it.test());
    LearningSolution.Losses losses =
        new LearningSolution.Losses(
            ExcessLoss.plain(test.perDatum()),
            excess(it, w, test.perDatum()),
            train.mean(),
            train.mean() - trueTraining(it),
            test.accuracy(),
            Double.NaN);
    return LearningSolution.of(which, losses, note);
  }

  private static double trueTraining(LearningCase it) {
    return it.truth().map(known -> mean(known.losses(it.train()))).orElse(Double.NaN);
  }

  /** Exact where K is known. */
  private static Estimate excess(LearningCase it, double[] w, double[] test) {
    if (it.truth().isEmpty()) {
      return LearningSolution.Losses.NOT_KNOWN;
    }
    LearningCase.Truth truth = it.truth().get();
    if (truth.k().isPresent()) {
      KValue k = truth.k().get().at(w);
      return new Estimate(k.value(), k.se());
    }
    return excess(it, test, test, truth.losses(it.test()));
  }

  /** Bayes and Gibbs losses from one set of draws. */
  public List<LearningSolution> posterior(LearningCase it, LearningPoint point, int repeat) {
    return posterior(it, point, repeat, Bookmark.NONE);
  }

  /** The same, which another process may go on with. */
  List<LearningSolution> posterior(
      LearningCase it, LearningPoint point, int repeat, Bookmark bookmark) {
    TemperingSpec settings = TemperingSpec.defaults(it.seed()).withBudget(spec.solving().budget());
    EnoughDraws enough = new SettledEnergy(PRECISION);
    Normalised.require(
        it.model(), it.train(), new double[it.model().size()], it.precision(), kernels, workers);
    try (PosteriorTensors shared = tensors(it);
        TensorData test = TensorData.of(it.test(), kernels.memory(), it.precision())) {
      PointwiseDraws collected =
          new PointwiseDraws(
              shared.data(), Optional.of(test), 1, it.model().size(), settings.chains());
      TemperedDraws draws =
          new TemperedRun(settings, kernels, workers)
              .sample(shared, enough, collected, Progress.NONE.keeping(bookmark));
      Pointwise onTrain = Pointwise.ofTrain(collected, TAIL, workers);
      Pointwise onTest = Pointwise.ofTest(collected, it.test().n(), TAIL, workers);
      Criteria criteria = Criteria.of(1, onTrain, Optional.of(onTest));
      int size = it.model().size();
      Average bayes =
          new Average(
              new Which(Method.BAYES, point, repeat, size),
              criteria.bayesTraining(),
              criteria.bayesGeneralisation().orElseThrow(),
              negated(onTest.logPredictive()));
      Average gibbs =
          new Average(
              new Which(Method.GIBBS, point, repeat, size),
              criteria.gibbsTraining(),
              criteria.gibbsGeneralisation().orElseThrow(),
              onTest.meanLoss());
      double variance = criteria.functionalVariance().value();
      String note = note(enough.of(draws), draws);
      int surprising = surprising(criteria);
      return List.of(
          LearningSolution.of(
                  bayes.which(),
                  losses(it, bayes, bayes.terms(), variance),
                  surprising > 0 ? note + "; " + ruled(surprising) : note)
              .withSurprising(surprising),
          LearningSolution.of(gibbs.which(), losses(it, gibbs, bayes.terms(), variance), note)
              .withSurprising(0));
    }
  }

  private static String note(StoppingRule.State state, TemperedDraws draws) {
    String many = draws.chains() + " x " + draws.draws() + " draws";
    return state.enough() ? many : many + ": the budget ended before enough";
  }

  private static int surprising(Criteria criteria) {
    return (int)
        criteria.surprises().stream()
            .filter(s -> s.average() == Surprise.Average.PREDICTIVE)
            .count();
  }

  /** The mean of the terms is that of all draws; the jackknife of the criterion has less bias. */
  private static LearningSolution.Losses losses(
      LearningCase it, Average of, double[] normalised, double variance) {
    Criterion general = of.general();
    double correction = general.value() - mean(of.terms());
    Estimate excess =
        it.truth()
            .map(known -> excess(it, of.terms(), normalised, known.losses(it.test())))
            .orElse(LearningSolution.Losses.NOT_KNOWN);
    double training = of.training().value();
    return new LearningSolution.Losses(
        new Estimate(general.value(), Math.hypot(general.se(), general.seOverData())),
        new Estimate(excess.value() + correction, Math.hypot(excess.se(), general.se())),
        training,
        training - trueTraining(it),
        Double.NaN,
        variance);
  }

  private static String ruled(int surprising) {
    return "the average over draws is ruled by draws that were not made, or by a few, for "
        + surprising
        + (surprising == 1 ? " datum" : " data");
  }

  /**
   * The mean of the terms less that of the truth.
   *
   * @param normalised losses of a normalised density, which is a control; for Gibbs terms it is the
   *     predictive density
   */
  private static Estimate excess(
      LearningCase it, double[] terms, double[] normalised, double[] truth) {
    double[] f = difference(terms, truth);
    return it.truth().orElseThrow().isLaw()
        ? ExcessLoss.controlled(f, difference(normalised, truth))
        : ExcessLoss.plain(f);
  }

  private static double[] difference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }

  private static double[] negated(double[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> -values[i]).toArray();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private DataLosses losses(LearningCase it, double[] w, DataSet data) {
    return DataLosses.at(it.model(), w, data, it.precision(), kernels, workers);
  }
}
