package org.cusp.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.estimate.CriteriaEstimator;
import org.cusp.estimate.CriteriaResult;
import org.cusp.estimate.Inputs;
import org.cusp.exact.ExactFacts;
import org.cusp.format.Json;
import org.cusp.model.DataLosses;
import org.cusp.model.TensorData;
import org.cusp.report.CriteriaFigures;
import org.cusp.report.FigureFiles;
import org.cusp.run.Target;
import org.cusp.spec.TemperingSpec;
import org.cusp.tensor.Slab;

/**
 * Computes the criteria of the points of a target.
 *
 * @param out where to write results and figures; null for nowhere
 */
record CriteriaRun(
    Session session, Target target, Optional<DataSet> test, PriorOptions options, Path out) {
  /** In training order; one for all where the prior does not depend on the point. */
  List<CriteriaResult> all(TemperingSpec settings, double beta, double precision) {
    CriteriaEstimator estimator =
        new CriteriaEstimator(settings, precision, session.kernels(), session.workers());
    List<CriteriaResult> results = new ArrayList<>();
    List<Target.Point> points =
        options.isGlobal(target) ? target.points().subList(0, 1) : target.points();
    for (Target.Point point : points) {
      results.add(one(point, estimator, beta));
    }
    return results;
  }

  private CriteriaResult one(Target.Point point, CriteriaEstimator estimator, double beta) {
    double[] w = point.weights().get();
    PriorOptions.Prior prior = options.of(target, w);
    CriteriaEstimator.Subject subject =
        new CriteriaEstimator.Subject(
            target.model(),
            target.precision(),
            target.train(),
            test,
            prior.centre(),
            prior.gamma());
    CriteriaEstimator.Outcome outcome;
    try (Terminal.Bar bar = Terminal.bar("criteria")) {
      outcome =
          estimator.estimate(
              subject,
              beta,
              cautions(prior),
              (share, phase, value, error) -> bar.at(share, message(phase, value, error)));
    }
    Long step = point.step().isPresent() && !prior.isGlobal() ? point.step().getAsLong() : null;
    CriteriaResult result =
        CriteriaResult.of(
            outcome,
            new CriteriaResult.About(
                target.name(),
                step,
                facts(prior),
                test,
                target.truth().map(truth -> truth(outcome, truth)),
                target.exact().map(rlct -> ExactFacts.of(target.name(), rlct)).orElse(null),
                Inputs.of(target, target.train().fingerprint(), prior.centre()),
                session.provenance(estimator.settings().seed())));
    if (out != null) {
      Path folder = step == null ? out : out.resolve("step-%06d".formatted(step));
      Json.write(folder.resolve("criteria.json"), result);
      FigureFiles.write(folder, CriteriaFigures.of(target.name(), outcome.sampled().criteria()));
    }
    return result;
  }

  private static List<String> cautions(PriorOptions.Prior prior) {
    return prior.isGlobal()
        ? List.of()
        : List.of(
            "of the posterior around w*, held there by gamma = "
                + String.format(Locale.ROOT, "%.4g", prior.gamma())
                + "; another gamma gives other numbers");
  }

  private static CriteriaResult.Prior facts(PriorOptions.Prior prior) {
    return new CriteriaResult.Prior(
        prior.isGlobal() ? "global" : "local",
        prior.isGlobal() ? "0" : "w*",
        prior.sd(),
        prior.gamma());
  }

  private static String message(String phase, double value, double error) {
    return Double.isNaN(value)
        ? phase
        : String.format(Locale.ROOT, "%s, mean energy %.4g +- %.2g", phase, value, error);
  }

  private CriteriaResult.Truth truth(CriteriaEstimator.Outcome outcome, double[] w) {
    return CriteriaResult.Truth.of(
        outcome.sampled().criteria(),
        outcome.wbic(),
        target.train().n(),
        loss(w, target.train()),
        test.map(data -> loss(w, data)));
  }

  private double loss(double[] w, DataSet data) {
    try (Slab row = Slab.row(target.precision(), w);
        TensorData tensors = TensorData.of(data, target.precision())) {
      return DataLosses.of(target.model(), row, data, tensors, session.kernels(), session.workers())
          .mean();
    }
  }
}
