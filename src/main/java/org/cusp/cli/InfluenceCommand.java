package org.cusp.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CheckpointsOption;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.DiscoveryOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.PieceOptions;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.options.RestrictionOptions;
import org.cusp.cli.options.SamplingOptions;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.pieces.InPieces;
import org.cusp.cli.run.Found;
import org.cusp.cli.run.InfluenceQueries;
import org.cusp.cli.run.InfluenceRun;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.InfluenceText;
import org.cusp.cli.text.RestrictionPreview;
import org.cusp.estimate.influence.InfluenceResult;
import org.cusp.estimate.influence.Phi;
import org.cusp.run.Coordinates;
import org.cusp.run.Localisation;
import org.cusp.run.Selection;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp influence TARGET}. */
@Command(
    name = "influence",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Which data a loss owes most to: the Bayesian influence -Cov(l_i, phi) of every datum i on the"
          + " loss phi of every query, over draws around a checkpoint (of a run the last, or those of"
          + " --checkpoints), each with its standard error. Those that stand out from noise are named.",
      "With --out DIR, or in the run's folder 'influence', the whole matrix is kept as Zarr, with a"
          + " page that shows the data; what is there with the same settings is not computed again."
    })
final class InfluenceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Option(
      names = "--queries",
      paramLabel = "FILES",
      description = {
        "Data whose losses are asked about, as for --data; test: what the target holds out;",
        "for a problem also a number of fresh data (default: the training data, all pairs)."
      })
  private String queries;

  @Mixin private CheckpointsOption checkpoints;

  @Option(
      names = "--phi",
      paramLabel = "WHAT",
      description = {
        "Asked of each query: loss, an output logit:K, a difference logit:K-L, or probability:K,",
        "with K and L classes from 0, or 'label' for the query's own (default: loss)."
      })
  private String phi = "loss";

  @Mixin private DiscoveryOptions told;

  @Mixin private RestrictionOptions restriction;
  @Mixin private RestartOption again;
  @Mixin private CommonOptions common;
  @Mixin private FormatOption form;

  @ArgGroup(
      validate = false,
      heading =
          "%nSampling (what is not given is chosen; 1000 draws per chain within the budget):%n")
  private SamplingOptions sampling = new SamplingOptions();

  @ArgGroup(validate = false, heading = "%nMany processes (docs/cluster.md):%n")
  private PieceOptions pieces = new PieceOptions();

  @Option(names = "--require-trusted", description = "Exit with 3 unless the estimate is trusted.")
  private boolean requireTrusted;

  @Override
  public Integer call() {
    told.check();
    pieces.share();
    Target whole = target.read(common.seed);
    Optional<Selection> selection = restriction.selection(whole);
    if (restriction.preview) {
      RestrictionPreview.of("influence", whole, selection)
          .print(spec.commandLine().getOut(), form.format(common.json));
      return Cusp.DONE;
    }
    Target found =
        checkpoints.of(whole).withCoordinates(new Coordinates(selection, Localisation.ISOTROPIC));
    InfluenceQueries asked =
        InfluenceQueries.of("--queries", found, Optional.ofNullable(queries), told.rows())
            .asking(asked(found));
    LlcSpec settings = sampling.over(found.llc(), common.seed, found.model().dataOf(found.train()));
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      session.restart(again.restart);
      InfluenceRun run =
          new InfluenceRun(
              session,
              common.out,
              asked,
              new InfluenceRun.Telling(told.share(), told.top(), told.rows().isPresent()));
      OptionalDouble budget = sampling.seconds(settings);
      if (pieces.isAsked()
          && !new InPieces(session, pieces)
              .isWhole(run.divided(found, settings, budget), Optional.ofNullable(common.out))) {
        return Cusp.DONE;
      }
      Measured measured = Measured.of(session, found).said(session);
      Found<InfluenceResult> results = run.run(found, settings, budget);
      new ResultWriter(session)
          .print(
              Found.answer(
                  "influence",
                  found,
                  results,
                  measured,
                  () -> InfluenceText.lines(results.results())));
      return requireTrusted && !Found.allTrusted(results) ? Cusp.NOT_TRUSTED : Cusp.DONE;
    }
  }

  private Phi asked(Target found) {
    Phi asked = Phi.parse("--phi", phi);
    asked.require("--phi", found.model().likelihood());
    return asked;
  }
}
