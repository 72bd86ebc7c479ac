package org.cusp.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.run.Found;
import org.cusp.cli.run.LlcRun;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.LlcText;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.run.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp merge RUN}. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Join what 'cusp llc RUN --shard I/N' found: the results are those of one process, whatever N"
          + " was and in whatever order shares were done. Missing pieces are named.",
      "Shares of free-energy, influence, learning-curve and reproduce are joined by the same command"
          + " without --shard, which finds what is missing; --plan names it."
    })
final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;
  @Mixin private CommonOptions common;
  @Mixin private FormatOption form;

  @Option(
      names = "--require-trusted",
      description = "Exit with 3 unless every estimate is trusted.")
  private boolean requireTrusted;

  @Override
  public Integer call() {
    Target found = target.read(common.seed);
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, form.format(common.json))) {
      Found<LlcResult> results =
          new LlcRun(session, common.out, OptionalDouble.empty(), List.of()).merged(found);
      Measured measured = Measured.of(session, found).said(session);
      new ResultWriter(session)
          .print(LlcText.answer(found, results, Optional.empty(), List.of(), measured));
      return requireTrusted && !Found.allTrusted(results) ? Cusp.NOT_TRUSTED : Cusp.DONE;
    }
  }
}
