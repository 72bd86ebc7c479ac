package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.cusp.cli.options.ScanOptions;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.clock.Deadline;
import org.cusp.estimate.EnergyDraws;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.llc.Effort;
import org.cusp.estimate.llc.LlcCurve;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.estimate.llc.LlcScan;
import org.cusp.estimate.llc.StepFit;
import org.cusp.exact.Rlct;
import org.cusp.posterior.Posterior;
import org.cusp.report.figures.settings.ScanFigures;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.sampler.SamplerRequest;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Bookmark;
import org.cusp.train.RunDirectory;
import org.cusp.tuning.SamplerChoice;
import org.cusp.tuning.WarmUpFacts;
import org.cusp.verdict.PointWords;

/** The run that {@code llc} would make of the last parameter, and the scans around it. */
public final class CalibrateRun {
  private final Session session;
  private final Target target;
  private final Place place;
  private final double[] w;
  private final LlcSpec settings;
  private final OptionalDouble seconds;
  private final ScanOptions scans;
  private final List<Figure> figures = new ArrayList<>();
  private Bookmark bookmark = Bookmark.NONE;

  public CalibrateRun(
      Session session, Target target, LlcSpec settings, OptionalDouble seconds, ScanOptions scans) {
    this.session = session;
    this.target = target;
    this.place = Place.last(target);
    this.w = place.w();
    this.settings = settings;
    this.seconds = seconds;
    this.scans = scans;
  }

  /**
   * Everything that was asked for.
   *
   * @param out where figures go, and the state of what is unfinished; null for the run directory of
   *     a run, and nowhere otherwise
   */
  public Calibration run(Path out) {
    Optional<Path> folder =
        Optional.ofNullable(out).or(() -> target.directory().map(this::figuresOf));
    Place there = place.in(folder, target.train().fingerprint());
    return session.goingOn(
        folder,
        there.facts("calibrate", settings.request()),
        kept -> {
          bookmark = kept;
          return found(folder);
        });
  }

  private Calibration found(Optional<Path> folder) {
    LlcEstimator.Outcome outcome =
        watched(
            "llc",
            progress -> {
              Deadline deadline = progress.bookmark().having(session.deadline(seconds));
              return estimator(settings).estimate(target, w, deadline, progress);
            });
    Calibration.Curve gammas = scans.gammas ? gammas(outcome) : null;
    Calibration.Curve nBetas = scans.nBetas ? nBetas(outcome) : null;
    Calibration.Steps steps = scans.steps ? steps() : null;
    Calibration.StepMap map = scans.map ? map(outcome) : null;
    Posterior posterior = outcome.draws().posterior();
    return new Calibration(
        "calibrate",
        target.name(),
        place.step(),
        gradient(outcome),
        new Calibration.Choice(
            outcome.choice().sampler().name(), outcome.draws().plan().chains(), outcome.reasons()),
        outcome.llc().point().map(check -> PointWords.of(check, posterior)).orElse(null),
        outcome.warmUp().map(facts -> warmUp(facts, outcome.draws())).orElse(null),
        Calibration.Precision.of(Effort.of(outcome, settings.precision())),
        result(outcome),
        gammas,
        nBetas,
        steps,
        map,
        written(folder));
  }

  private LlcEstimator estimator(LlcSpec asked) {
    return new LlcEstimator(asked, session.kernels(), session.workers());
  }

  private <T> T watched(String task, Function<Progress, T> work) {
    try (Terminal.Bar bar = Terminal.bar(task)) {
      Progress shown = bar::at;
      return work.apply(shown.keeping(bookmark.in(task)));
    }
  }

  /** The larger step of a scan. */
  private double step(String scan, LlcSpec around, SamplerRequest sampler) {
    return bookmark.number(scan + "/step size", () -> estimator(around).stepOf(sampler, target, w));
  }

  private Calibration.Gradient gradient(LlcEstimator.Outcome outcome) {
    Posterior posterior = outcome.draws().posterior();
    return new Calibration.Gradient(
        outcome.cost().allData(),
        outcome.cost().minibatch(),
        settings.batchOf(posterior.n()),
        outcome.cost().curvature(),
        posterior.nBeta() * outcome.cost().curvature(),
        posterior.gamma());
  }

  private static Calibration.WarmUp warmUp(WarmUpFacts facts, Draws draws) {
    double acceptance = Arrays.stream(draws.acceptance()).average().orElse(Double.NaN);
    return Calibration.WarmUp.of(facts, acceptance);
  }

  private LlcResult result(LlcEstimator.Outcome outcome) {
    Inputs inputs = Inputs.of(target, target.train().fingerprint(), w);
    return LlcResult.of(
        new LlcResult.About(target, place.step(), inputs, session.provenance(settings.seed())),
        outcome,
        settings,
        null);
  }

  /** With the sampler that the run in the middle took, so that nothing else changes. */
  private LlcScan sameSampler(LlcEstimator.Outcome outcome) {
    SamplerChoice choice = outcome.choice();
    return scan(settings.withSampler(choice.sampler()).withChains(choice.chains()));
  }

  private LlcScan scan(LlcSpec around) {
    return new LlcScan(target, w, around, session.kernels(), session.workers());
  }

  private Calibration.Curve gammas(LlcEstimator.Outcome outcome) {
    double chosen = outcome.draws().posterior().gamma();
    EstimateAt middle = LlcScan.at(chosen, outcome.llc());
    List<EstimateAt> rows =
        watched("gammas", progress -> sameSampler(outcome).overGamma(middle, progress));
    Optional<LlcCurve> reweighted = energies(outcome.draws()).map(LlcCurve::overGamma);
    figures.add(ScanFigures.gamma(title(), rows, reweighted, chosen, exact()));
    return Calibration.Curve.of(rows, reweighted);
  }

  private Calibration.Curve nBetas(LlcEstimator.Outcome outcome) {
    double chosen = outcome.draws().posterior().nBeta();
    EstimateAt middle = LlcScan.at(chosen, outcome.llc());
    List<EstimateAt> rows =
        watched("nBetas", progress -> sameSampler(outcome).overNBeta(middle, progress));
    Optional<LlcCurve> reweighted =
        isExact(outcome.draws())
            ? energies(outcome.draws()).map(LlcCurve::overNBeta)
            : Optional.empty();
    figures.add(ScanFigures.nBeta(title(), rows, reweighted, chosen, exact()));
    return Calibration.Curve.of(rows, reweighted);
  }

  private Calibration.Steps steps() {
    SamplerRequest sampler = scans.onBatches(settings);
    LlcSpec around = settings.withSampler(sampler);
    double step = step("steps", around, sampler);
    List<EstimateAt> rows = watched("steps", progress -> scan(around).overSteps(step, progress));
    Optional<StepFit> fit = StepFit.of(rows);
    fit.ifPresent(line -> figures.add(ScanFigures.stepSize(title(), rows, line, exact())));
    return new Calibration.Steps(sampler.toString(), rows, fit.orElse(null));
  }

  private Calibration.StepMap map(LlcEstimator.Outcome outcome) {
    SamplerRequest sampler = scans.onBatches(settings);
    LlcSpec around = settings.withSampler(sampler);
    double step = step("map", around, sampler);
    double nBeta = outcome.draws().posterior().nBeta();
    List<LlcScan.Cell> cells = watched("map", progress -> scan(around).map(step, nBeta, progress));
    figures.add(ScanFigures.map(title(), cells));
    return new Calibration.StepMap(sampler.toString(), cells);
  }

  private static boolean isExact(Draws draws) {
    return draws.plan().sampler().isExact();
  }

  private static Optional<EnergyDraws> energies(Draws draws) {
    return draws.completeChains().length == 0
        ? Optional.empty()
        : Optional.of(
            EnergyDraws.of(
                draws,
                isExact(draws) ? EnergyDraws.Energies.EXACT : EnergyDraws.Energies.ON_MINIBATCHES));
  }

  private OptionalDouble exact() {
    return target.exact().stream().mapToDouble(Rlct::lambdaValue).findFirst();
  }

  private String title() {
    return place.step() == null ? target.name() : target.name() + ", step " + place.step();
  }

  /** Null without a folder to write to. */
  private List<String> written(Optional<Path> where) {
    return where
        .map(folder -> FigureFiles.write(folder, figures).stream().map(Path::toString).toList())
        .orElse(null);
  }

  private Path figuresOf(RunDirectory run) {
    return LlcRun.restricted(target).map(run.figures()::resolve).orElse(run.figures());
  }
}
