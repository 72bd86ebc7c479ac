package org.cusp.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cusp.estimate.Kn;
import org.cusp.estimate.KnResult;
import org.cusp.format.Json;
import org.cusp.run.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cusp kl TARGET}. */
@Command(
    name = "kl",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "K_n(w), the empirical log-likelihood ratio of a parameter against a reference: the truth where"
          + " the problem knows it, else the best checkpoint. It may be negative; a Kullback-Leibler"
          + " divergence, which is its expectation against the truth, may not."
    })
final class KlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Target found = target.read(common.seed);
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common)) {
      print(session, run(session, found, common.out));
      return Cusp.DONE;
    }
  }

  /** Computes K_n and keeps it, in the run directory of a run or where {@code out} says. */
  static KnResult run(Session session, Target target, Path out) {
    KnResult result =
        new Kn(session.kernels(), session.workers())
            .of(target, session.provenance(target.llc().seed()));
    if (out != null) {
      Json.write(out.resolve("kl.json"), result);
    } else {
      target.directory().ifPresent(run -> Json.write(run.klFile(), result));
    }
    return result;
  }

  private static void print(Session session, KnResult result) {
    if (session.json()) {
      session.out().println(Json.text(result));
      return;
    }
    session.say(result.quantity());
    session.say("reference: " + result.reference());
    session.say("");
    session.say(line("%8s %13s %9s %13s %9s", "step", "K_n train", "+-", "K_n held out", "+-"));
    for (KnResult.Row row : result.results()) {
      String step = row.step() == null ? "-" : Long.toString(row.step());
      String train = line("%13.6g %9.2g", row.train().value(), row.train().se());
      String test =
          row.test() == null ? "" : line("%13.6g %9.2g", row.test().value(), row.test().se());
      session.say(line("%8s %s %s", step, train, test));
    }
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
