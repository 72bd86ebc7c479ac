package org.cusp.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.options.RestrictionOptions;
import org.cusp.cli.options.SamplingOptions;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.run.Found;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.PredictiveRun;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.PredictiveText;
import org.cusp.cli.text.RestrictionPreview;
import org.cusp.data.DataSet;
import org.cusp.estimate.predictive.PredictiveResult;
import org.cusp.run.Coordinates;
import org.cusp.run.Localisation;
import org.cusp.run.Selection;
import org.cusp.run.Target;
import org.cusp.run.TestData;
import org.cusp.spec.sampling.LlcSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp predictive TARGET}. */
@Command(
    name = "predictive",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The posterior predictive over draws around a checkpoint (of a run the last) beside w* alone,"
          + " on the data and on held-out ones: negative log-likelihood, Brier's score or squared"
          + " error, calibration error and accuracy, with what so many draws and so few data leave"
          + " of error.",
      "With --out DIR, or in the run's folder 'predictive', the predictions are kept as Zarr, with"
          + " reliability diagrams."
    })
final class PredictiveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Option(
      names = {"--test", "--test-data"},
      paramLabel = "FILES",
      description = {
        "Data that the posterior has not seen, as for --data (default: what the target holds out),",
        "whose inputs go through the scaling of the training data;",
        "for a problem also a number of fresh data."
      })
  private String test;

  @Mixin private RestrictionOptions restriction;
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
    Target whole = target.read(common.seed);
    Optional<Selection> selection = restriction.selection(whole);
    if (restriction.preview) {
      RestrictionPreview.of("predictive", whole, selection)
          .print(spec.commandLine().getOut(), form.format(common.json));
      return Cusp.DONE;
    }
    Target found =
        whole.atLast().withCoordinates(new Coordinates(selection, Localisation.ISOTROPIC));
    Optional<DataSet> heldOut = TestData.of(found, Optional.ofNullable(test));
    LlcSpec settings = sampling.over(found.llc(), common.seed, found.model().dataOf(found.train()));
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      session.restart(again.restart);
      Measured measured = Measured.of(session, found).said(session);
      Found<PredictiveResult> results =
          new PredictiveRun(session, common.out, heldOut)
              .run(found, settings, sampling.seconds(settings));
      new ResultWriter(session)
          .print(
              Found.answer(
                  "predictive",
                  found,
                  results,
                  measured,
                  () -> PredictiveText.lines(results.results().get(0))));
      return requireTrusted && !Found.allTrusted(results) ? Cusp.NOT_TRUSTED : Cusp.DONE;
    }
  }
}
