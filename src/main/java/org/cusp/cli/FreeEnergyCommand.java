package org.cusp.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.cli.format.Answer;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.FreeEnergyOptions;
import org.cusp.cli.options.PieceOptions;
import org.cusp.cli.options.PriorOptions;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.pieces.Divided;
import org.cusp.cli.pieces.InPieces;
import org.cusp.cli.run.Found;
import org.cusp.cli.run.FreeEnergyCurveRun;
import org.cusp.cli.run.FreeEnergyRun;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.FreeEnergyCurveText;
import org.cusp.cli.text.FreeEnergyText;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.freeenergy.FreeEnergyCurveResult;
import org.cusp.estimate.freeenergy.FreeEnergyResult;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.run.Target;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp free-energy TARGET}. */
@Command(
    name = "free-energy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The Bayes free energy F = -log of the marginal likelihood of the data, in nats, with its"
          + " standard error and a verdict: by replica exchange from the prior to the posterior, and"
          + " three estimators on the same draws (MBAR, stepping stone, thermodynamic integration).",
      "Of a problem it is global, from the prior the problem states; of a checkpoint local, from a"
          + " Gaussian around w*, and comparable between checkpoints at equal --gamma only. With --n"
          + " the curve F_n and the learning coefficient fitted to it. With --out DIR result and"
          + " figures go there."
    })
final class FreeEnergyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;
  @Mixin private PriorOptions prior;
  @Mixin private FreeEnergyOptions options;
  @Mixin private CommonOptions common;
  @Mixin private FormatOption form;
  @Mixin private RestartOption again;

  @ArgGroup(validate = false, heading = "%nMany processes (docs/cluster.md):%n")
  private PieceOptions pieces = new PieceOptions();

  @Option(
      names = "--require-trusted",
      description = "Exit with 3 unless every estimate is trusted.")
  private boolean requireTrusted;

  @Override
  public Integer call() {
    Target found = target.read(common.seed);
    Prior asked = prior.of(found);
    options.check(found);
    checkPieces();
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      session.restart(again.restart);
      if (pieces.isAsked() && !isWhole(session, found, asked)) {
        return Cusp.DONE;
      }
      Measured measured = Measured.of(session, found).said(session);
      boolean trusted =
          options.isCurve()
              ? curve(session, found, asked, measured)
              : single(session, found, asked, measured);
      return requireTrusted && !trusted ? Cusp.NOT_TRUSTED : Cusp.DONE;
    }
  }

  private void checkPieces() {
    pieces.share();
    if (pieces.isAsked() && options.isCurve()) {
      throw new InvalidInput("a curve (--n) is one piece: it has no shares");
    }
  }

  private boolean isWhole(Session session, Target found, Prior under) {
    Divided work = new FreeEnergyRun(session, options, common.out).divided(found, under);
    return new InPieces(session, pieces).isWhole(work, Optional.ofNullable(common.out));
  }

  private boolean single(Session session, Target found, Prior under, Measured measured) {
    Found<FreeEnergyResult> results =
        new FreeEnergyRun(session, options, common.out).run(found, under);
    new ResultWriter(session)
        .print(
            Found.answer(
                "free-energy",
                found,
                results,
                measured,
                () -> FreeEnergyText.lines(found, results)));
    return Found.allTrusted(results);
  }

  private boolean curve(Session session, Target found, Prior under, Measured measured) {
    FreeEnergyCurveResult result =
        new FreeEnergyCurveRun(session, options, common.out).run(found, under);
    new ResultWriter(session)
        .print(
            new Answer(
                () -> FreeEnergyCurveText.lines(result),
                () -> measured.json(result),
                result.estimates()));
    return result.points().stream().allMatch(point -> point.trusted() == result.dataSets());
  }
}
