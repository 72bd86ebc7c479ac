package org.cusp.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.PriorOptions;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.options.TemperingOptions;
import org.cusp.cli.run.CriteriaRun;
import org.cusp.cli.run.Found;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.CriteriaText;
import org.cusp.contract.Check;
import org.cusp.data.DataSet;
import org.cusp.estimate.criteria.CriteriaEstimator;
import org.cusp.estimate.criteria.CriteriaResult;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.run.Target;
import org.cusp.run.TestData;
import org.cusp.spec.sampling.TemperingSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp criteria TARGET}. */
@Command(
    name = "criteria",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "WAIC, leave-one-out cross-validation, WBIC, functional variance, singular fluctuation, and the"
          + " Bayes and Gibbs losses of a posterior, each with its Monte Carlo error and its error"
          + " over data. A problem is taken globally, from its prior; a checkpoint locally.",
      "WBIC comes from a run of its own at beta = 1/ln n, whatever --beta is."
    })
final class CriteriaCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Option(
      names = "--test",
      paramLabel = "FILES",
      description = {
        "Data that the posterior has not seen, as for --data (default: what the target holds out),",
        "whose inputs go through the scaling of the training data;",
        "for a problem also a number of fresh data."
      })
  private String test;

  @Option(
      names = "--beta",
      paramLabel = "B",
      description = "Inverse temperature of the posterior (default: 1).")
  private double beta = 1;

  @Mixin private PriorOptions prior;
  @Mixin private TemperingOptions tempering;

  @Option(
      names = "--precision",
      paramLabel = "X",
      description = {
        "Stop when the mean loss is known to this share of its posterior spread",
        "(default: 0.02, an effective sample size of 2500)."
      })
  private double precision = CriteriaEstimator.DEFAULT_PRECISION;

  @Option(
      names = "--require-trusted",
      description = "Exit with 3 unless every estimate is trusted.")
  private boolean requireTrusted;

  @Mixin private CommonOptions common;
  @Mixin private FormatOption form;
  @Mixin private RestartOption again;

  @Override
  public Integer call() {
    Check.positive("--beta", beta);
    Check.positive("--precision", precision);
    Target found = target.read(common.seed);
    Optional<DataSet> held = TestData.of(found, Optional.ofNullable(test));
    Prior asked = prior.of(found);
    TemperingSpec settings =
        tempering.over(TemperingSpec.defaults(common.seedOr(found.llc().seed())));
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      session.restart(again.restart);
      Measured measured = Measured.of(session, found).said(session);
      CriteriaRun run =
          new CriteriaRun(session, found, held, asked, common.out, tempering.seconds(settings));
      Found<CriteriaResult> results = run.all(settings, beta, precision);
      new ResultWriter(session)
          .print(
              Found.answer(
                  "criteria", found, results, measured, () -> CriteriaText.lines(found, results)));
      return requireTrusted && !Found.allTrusted(results) ? Cusp.NOT_TRUSTED : Cusp.DONE;
    }
  }
}
