package org.cusp.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.cli.format.Answer;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.LocalisationOption;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.options.RestrictionOptions;
import org.cusp.cli.options.SamplingOptions;
import org.cusp.cli.options.ScanOptions;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.run.CalibrateRun;
import org.cusp.cli.run.Calibration;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.CalibrateText;
import org.cusp.cli.text.RestrictionPreview;
import org.cusp.run.Coordinates;
import org.cusp.run.Selection;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cusp calibrate TARGET}. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "How 'cusp llc' chooses its settings, and what others would give: what a gradient costs, which"
          + " sampler that allows, what kind of point w* is, what the warm-up found, the LLC, and"
          + " what the precision takes. Of a run, its last checkpoint.",
      "Each scan takes the budget once more, shared by its runs. Figures go to --out DIR, or into"
          + " the figures of a run."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @ArgGroup(validate = false, heading = "%nScans:%n")
  private ScanOptions scans = new ScanOptions();

  @Mixin private RestrictionOptions restriction;
  @Mixin private LocalisationOption localisation;
  @Mixin private RestartOption again;
  @Mixin private CommonOptions common;
  @Mixin private FormatOption form;

  @ArgGroup(validate = false, heading = "%nSampling (what is not given is chosen):%n")
  private SamplingOptions sampling = new SamplingOptions();

  @Override
  public Integer call() {
    Target whole = target.read(common.seed);
    Optional<Selection> selection = restriction.selection(whole);
    if (restriction.preview) {
      RestrictionPreview.of("calibrate", whole, selection)
          .print(spec.commandLine().getOut(), form.format(common.json));
      return Cusp.DONE;
    }
    Target found = whole.withCoordinates(new Coordinates(selection, localisation.units()));
    LlcSpec settings = sampling.over(found.llc(), common.seed, found.train().n());
    scans.requireConsistent(settings);
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      session.restart(again.restart);
      Measured measured = Measured.ofLast(session, found).said(session);
      Calibration calibration =
          new CalibrateRun(session, found, settings, sampling.seconds(settings), scans)
              .run(common.out);
      new ResultWriter(session)
          .print(
              new Answer(
                  () -> CalibrateText.lines(found, calibration),
                  () -> measured.json(calibration),
                  calibration.estimates()));
    }
    return Cusp.DONE;
  }
}
