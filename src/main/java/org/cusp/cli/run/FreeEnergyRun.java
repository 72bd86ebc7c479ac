package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.cli.options.FreeEnergyOptions;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.criteria.Unfinished;
import org.cusp.estimate.freeenergy.FreeEnergyEstimator;
import org.cusp.estimate.freeenergy.FreeEnergyResult;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.gold.ConditionalFreeEnergy;
import org.cusp.problem.expected.ExactFreeEnergy;
import org.cusp.report.figures.evidence.FreeEnergyFigures;
import org.cusp.report.plot.FigureFiles;
import org.cusp.run.Target;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.tuning.OutOfTime;

/** The free energy of every point of a target. */
public final class FreeEnergyRun {
  /** The file of what is known where there is no result. */
  static final String UNFINISHED = "unfinished.json";

  private final Session session;
  private final FreeEnergyOptions options;
  private final Path out;
  private final List<Unfinished> unfinished = new ArrayList<>();

  /**
   * @param out where to keep results and figures; null for nowhere
   */
  public FreeEnergyRun(Session session, FreeEnergyOptions options, Path out) {
    this.session = session;
    this.options = options;
    this.out = out;
  }

  /** In training order. */
  public List<FreeEnergyResult> run(Target target, Prior prior) {
    session.suit(target.model().size(), target.train().n(), target.precision());
    String data = target.train().fingerprint();
    List<FreeEnergyResult> results = new ArrayList<>();
    for (Target.Point point : target.points()) {
      Path folder =
          out == null || target.points().size() == 1
              ? out
              : out.resolve(String.format(Locale.ROOT, "step-%06d", point.step().orElse(0)));
      try {
        FreeEnergyResult result = estimate(target, point, prior, data);
        results.add(result);
        if (out != null) {
          session.keep(
              () ->
                  StoredResult.write(
                      session, folder.resolve("free-energy.json"), result, target, point));
          session.keep(
              () -> FigureFiles.write(folder, List.of(FreeEnergyFigures.temperatures(result))));
        }
      } catch (OutOfTime e) {
        unfinished.add(unfinished(e, target, point, prior, data));
        if (out != null) {
          Unfinished known = unfinished.get(unfinished.size() - 1);
          session.keep(
              () -> StoredResult.write(session, folder.resolve(UNFINISHED), known, target, point));
        }
      }
    }
    return results;
  }

  /** What is known of the points whose budget ended before. */
  public List<Unfinished> unfinished() {
    return unfinished;
  }

  private Unfinished unfinished(
      OutOfTime end, Target target, Target.Point point, Prior prior, String data) {
    double[] w = point.weights().get();
    return Unfinished.of(
        end,
        target.train().n(),
        w.length,
        prior.gamma(target.model(), w),
        Optional.empty(),
        new Unfinished.About(
            "free-energy",
            target.name(),
            point.step().isPresent() ? point.step().getAsLong() : null,
            exact(target, prior, w)
                .filter(ConditionalFreeEnergy.Value::isGold)
                .map(ConditionalFreeEnergy.Value::freeEnergy)
                .orElse(null),
            Inputs.of(target, data, w),
            session.provenance(options.tempering(target.llc().seed()).seed())));
  }

  private FreeEnergyResult estimate(Target target, Target.Point point, Prior prior, String data) {
    double[] w = point.weights().get();
    double[] reference = target.truth().orElse(w);
    TemperingSpec settings = options.tempering(target.llc().seed());
    FreeEnergyEstimator estimator =
        new FreeEnergyEstimator(
            settings, options.precision(), session.kernels(), session.workers());
    FreeEnergyEstimator.Question question =
        new FreeEnergyEstimator.Question(
            target.model(), target.precision(), target.train(), w, reference);
    String task = point.step().isPresent() ? "step " + point.step().getAsLong() : "free energy";
    FreeEnergyEstimator.Outcome outcome;
    try (Terminal.Bar bar = Terminal.bar(task)) {
      outcome =
          estimator.estimate(
              question,
              prior,
              session.deadline(options.tempering.seconds(settings)),
              (share, phase, value, error) -> bar.at(share, live(phase, value, error)));
    }
    return FreeEnergyResult.of(
        outcome,
        prior,
        new FreeEnergyResult.About(
            target.name(),
            point.step().isPresent() ? point.step().getAsLong() : null,
            prior instanceof Prior.Global ? "0" : point.name(),
            target.truth().isPresent() ? "the truth" : "w*",
            exact(target, prior, w),
            target.exact(),
            settings.request(),
            Inputs.of(target, data, w),
            session.provenance(settings.seed())));
  }

  /** At beta = 1, where the problem knows it. */
  static Optional<ConditionalFreeEnergy.Value> exact(Target target, Prior prior, double[] w) {
    return target
        .problem()
        .flatMap(problem -> ExactFreeEnergy.of(problem, target.train()))
        .map(
            known ->
                known.valueAt(target.train().n(), prior.centre(w), prior.gamma(target.model(), w)));
  }

  static String live(String phase, double value, double error) {
    return Double.isNaN(value) ? phase : String.format(Locale.ROOT, "F %.6g +- %.2g", value, error);
  }
}
