package org.cusp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.run.Found;
import org.cusp.cli.run.KlRun;
import org.cusp.cli.run.LlcRun;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.run.TrainRun;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.LlcText;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.spec.section.SeedText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cusp demo}: the whole path on the embedded digits. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train a small network on the embedded handwritten digits, estimate the LLC of every"
          + " checkpoint, and write runs/demo/report.html."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String SPEC = "demo.yaml";

  @picocli.CommandLine.Spec private CommandSpec commandSpec;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    String text = common.seed == null ? text() : SeedText.replace(text(), common.seed, SPEC);
    Spec spec = SpecReader.parse(text, Path.of("").toAbsolutePath(), SPEC);
    Path root = common.out == null ? Path.of("runs", spec.name()) : common.out;
    try (Session session = new Session(commandSpec, common)) {
      TrainRun.Outcome training = new TrainRun(session, root).run(spec, Path.of(SPEC));
      Target target =
          new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.empty())
              .read(training.run().root().toString());
      session.note("estimating the LLC of " + target.points().size() + " checkpoints");
      session.begin();
      OptionalDouble seconds = OptionalDouble.of(target.llc().budget());
      LlcRun run = new LlcRun(session, null, seconds, List.of());
      Found<LlcResult> results = run.run(target, target.llc());
      Measured measured = Measured.of(session, target).said(session);
      new ResultWriter(session)
          .print(LlcText.answer(target, results, run.along(), List.of(), measured));
      new KlRun(session, null).run(target);
      List<Path> files = ReportCommand.write(training.run());
      session.say("");
      session.say("report: " + files.get(files.size() - 1).toAbsolutePath());
      session.say(
          String.format(Locale.ROOT, "all done in %.0f s", (System.nanoTime() - start) / 1e9));
      return Cusp.DONE;
    }
  }

  private static String text() {
    try (InputStream in = DemoCommand.class.getResourceAsStream(SPEC)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
