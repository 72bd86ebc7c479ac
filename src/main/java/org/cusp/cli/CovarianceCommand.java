package org.cusp.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.options.SamplingOptions;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.run.CovarianceRun;
import org.cusp.cli.run.Found;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.CovarianceText;
import org.cusp.estimate.covariance.CovarianceEstimator.Component;
import org.cusp.estimate.covariance.CovarianceResult;
import org.cusp.model.part.Components;
import org.cusp.model.part.ModelParts;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp covariance TARGET}. */
@Command(
    name = "covariance",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The covariance of the weights over draws around a checkpoint (of a run the last): its"
          + " spectrum, of the whole and of each component, what components have to do with each"
          + " other, and the variance along the directions of the Hessian and of K-FAC beside what"
          + " a Gaussian posterior of that curvature would have, each with its standard error.",
      "With --out DIR, or in the run's folder 'covariance', all of it is kept as Zarr, with figures."
    })
final class CovarianceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Option(
      names = "--components",
      paramLabel = "NAMES",
      description =
          "Names as for llc --only, joined by commas, each a component; of a transformer with"
              + " wildcards, each part that matches: l0h*,l1 mlp (default: heads, dense parts and"
              + " embeddings of a transformer, else layers).")
  private String components;

  @Mixin private RestartOption again;
  @Mixin private CommonOptions common;
  @Mixin private FormatOption form;

  @ArgGroup(
      validate = false,
      heading =
          "%nSampling (what is not given is chosen; 1000 draws per chain within the budget):%n")
  private SamplingOptions sampling = new SamplingOptions();

  @Option(names = "--require-trusted", description = "Exit with 3 unless the estimate is trusted.")
  private boolean requireTrusted;

  @Override
  public Integer call() {
    Target found = target.read(common.seed).atLast();
    LlcSpec settings = sampling.over(found.llc(), common.seed, found.model().dataOf(found.train()));
    List<Component> parts = parts(found);
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      session.restart(again.restart);
      Measured measured = Measured.of(session, found).said(session);
      Found<CovarianceResult> results =
          new CovarianceRun(session, common.out, parts)
              .run(found, settings, sampling.seconds(settings));
      new ResultWriter(session)
          .print(
              Found.answer(
                  "covariance",
                  found,
                  results,
                  measured,
                  () -> CovarianceText.lines(results.results().get(0))));
      return requireTrusted && !Found.allTrusted(results) ? Cusp.NOT_TRUSTED : Cusp.DONE;
    }
  }

  private List<Component> parts(Target found) {
    Map<String, String> inFile = found.origin().tensorNames();
    ModelParts named = new ModelParts(found.model(), inFile);
    return Components.of(found.model(), inFile, Optional.ofNullable(components)).stream()
        .map(name -> new Component(name, named.chosen(name).stream().toArray()))
        .toList();
  }
}
