package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cusp.cli.options.FreeEnergyOptions;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.clock.Deadline;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.freeenergy.DataDraws;
import org.cusp.estimate.freeenergy.FreeEnergyCurve;
import org.cusp.estimate.freeenergy.FreeEnergyCurveResult;
import org.cusp.estimate.freeenergy.FreeEnergyEstimator;
import org.cusp.estimate.freeenergy.FreeEnergyResult;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.exact.ExactFacts;
import org.cusp.gold.ConditionalFreeEnergy;
import org.cusp.problem.expected.ExactFreeEnergy;
import org.cusp.report.figures.evidence.FreeEnergyFigures;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Bookmark;

/** Free energies over n, and what is fitted to them. */
public final class FreeEnergyCurveRun {
  /** The LLC stands beside the fit: a few per cent will do. */
  private static final double LLC_PRECISION = 0.03;

  private static final double LLC_BUDGET = 20;

  private final Session session;
  private final FreeEnergyOptions options;
  private final Path out;

  /**
   * @param out where to keep result and figure; null for nowhere
   */
  public FreeEnergyCurveRun(Session session, FreeEnergyOptions options, Path out) {
    this.session = session;
    this.options = options;
    this.out = out;
  }

  public FreeEnergyCurveResult run(Target target, Prior prior) {
    Optional<Path> folder = Optional.ofNullable(out);
    return session.goingOn(
        folder,
        facts(target, prior),
        bookmark -> {
          FreeEnergyCurveResult result = run(target, prior, bookmark);
          folder.ifPresent(where -> write(where, result, target));
          return result;
        });
  }

  private Map<String, String> facts(Target target, Prior prior) {
    Map<String, Object> asked = new TreeMap<>(options.tempering(target.llc().seed()).request());
    asked.put("n", options.sizes());
    asked.put("data sets", options.dataSets());
    asked.put("precision of each", options.precision());
    asked.put("prior", prior.kind());
    Place place = Place.last(target).in(Optional.empty(), target.train().fingerprint());
    asked.put("gamma", prior.gamma(target.model(), place.w()));
    return place.facts("free energies over n", asked);
  }

  private void write(Path folder, FreeEnergyCurveResult result, Target target) {
    ResultWriter writer = new ResultWriter(session);
    writer.store(folder.resolve("free-energy-curve.json"), result, target);
    writer.figures(folder, List.of(FreeEnergyFigures.curve(result)));
  }

  private FreeEnergyCurveResult run(Target target, Prior prior, Bookmark bookmark) {
    Deadline clock = bookmark.having(Deadline.after(Double.POSITIVE_INFINITY));
    TemperingSpec settings = options.tempering(target.llc().seed());
    FreeEnergyCurve.Question question = question(target, prior, settings.seed());
    FreeEnergyEstimator estimator =
        new FreeEnergyEstimator(
            settings, options.precision(), session.kernels(), session.workers());
    FreeEnergyCurve curve;
    try (Terminal.Bar bar = session.bar("free energies")) {
      Progress shown = (share, phase, value, error) -> bar.at(share, phase);
      curve =
          FreeEnergyCurve.of(
              question, estimator, data -> exact(question, data), shown.keeping(bookmark));
    }
    Estimate llc = bookmark.found("llc", Estimate.class, at -> llc(question, at));
    return FreeEnergyCurveResult.of(
        curve,
        target.model().freeSize(),
        new FreeEnergyCurveResult.About(
            target.name(),
            target.problem().isPresent()
                ? "drawn from the problem's law"
                : "nested subsamples of " + target.train().summary(),
            target.truth().isPresent() ? "the truth" : "w*",
            prior(question),
            request(settings),
            Optional.of(llc).filter(found -> Double.isFinite(found.value())),
            target.exact().map(rlct -> ExactFacts.of(target.name(), rlct)),
            clock.spent(),
            session.provenance(settings.seed())));
  }

  private FreeEnergyCurve.Question question(Target target, Prior prior, long seed) {
    int[] n = options.sizes().stream().mapToInt(Integer::intValue).toArray();
    DataDraws data =
        target
            .problem()
            .map(problem -> DataDraws.of(problem.law(), seed))
            .orElseGet(() -> DataDraws.of(target.train(), seed));
    return new FreeEnergyCurve.Question(
        target, target.points().get(0), prior, n, options.dataSets(), data);
  }

  private static Optional<ConditionalFreeEnergy.Value> exact(
      FreeEnergyCurve.Question question, DataSet data) {
    double[] w = question.point().weights().get();
    return question
        .target()
        .problem()
        .flatMap(problem -> ExactFreeEnergy.of(problem, data))
        .map(
            known ->
                known.valueAt(
                    data.n(),
                    question.prior().centre(w),
                    question.prior().gamma(question.target().model(), w)));
  }

  private static FreeEnergyResult.PriorFacts prior(FreeEnergyCurve.Question question) {
    double gamma =
        question.prior().gamma(question.target().model(), question.point().weights().get());
    String mean = question.prior() instanceof Prior.Global ? "0" : question.point().name();
    return new FreeEnergyResult.PriorFacts(
        question.prior().kind(), mean, 1 / Math.sqrt(gamma), gamma);
  }

  private Map<String, Object> request(TemperingSpec settings) {
    Map<String, Object> request = settings.request();
    request.put("precision", options.precision());
    return request;
  }

  /** At w_0, on the first of the largest data sets. */
  private Estimate llc(FreeEnergyCurve.Question question, Bookmark bookmark) {
    Target target = question.target();
    int[] n = question.n();
    Target largest = target.withTrain(question.data().draw(n[n.length - 1], 0));
    return new LlcEstimator(
            target.llc().until(LLC_PRECISION, LLC_BUDGET), session.kernels(), session.workers())
        .estimate(largest, question.reference(), Progress.NONE.keeping(bookmark))
        .llc()
        .estimate();
  }
}
