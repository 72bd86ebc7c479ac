package org.cusp.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.run.StoredResult;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.Measured;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.LossGap;
import org.cusp.estimate.compare.Kn;
import org.cusp.estimate.compare.KnResult;
import org.cusp.run.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp kl TARGET}. */
@Command(
    name = "kl",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "K_n(w), the empirical log-likelihood ratio of a parameter against a reference: the truth where"
          + " the problem knows it, else the best checkpoint. It may be negative; a Kullback-Leibler"
          + " divergence, which is its expectation against the truth, may not. For a problem K(w)"
          + " itself and the theoretical spread of K_n(w) about it are printed too."
    })
final class KlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;
  @Mixin private CommonOptions common;

  @Option(
      names = "--at",
      paramLabel = "WHERE",
      description = "Of a problem: truth, or perturbed, near the truth (default: perturbed).")
  private At at;

  @Option(
      names = "--distance",
      paramLabel = "D",
      description = "Of a perturbed parameter: w* + N(0, D^2) in every coordinate (default: 0.3).")
  private Double distance;

  private enum At {
    TRUTH,
    PERTURBED
  }

  private static final double DEFAULT_DISTANCE = 0.3;

  @Override
  public Integer call() {
    Target found = asked(target.read(common.seed));
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common)) {
      Measured measured = Measured.of(session, found).said(session);
      found
          .test()
          .ifPresent(test -> Measured.ofLast(session, found, test).said(session, "held out: "));
      print(session, run(session, found, common.out), measured);
      return Cusp.DONE;
    }
  }

  private Target asked(Target found) {
    if (at == At.TRUTH) {
      if (distance != null) {
        throw new InvalidInput("--distance is for --at perturbed, got --at truth");
      }
      return found.atTruth();
    }
    boolean asked = at != null || distance != null;
    if (found.truth().isEmpty() && !asked) {
      return found;
    }
    return found.perturbed(distance == null ? DEFAULT_DISTANCE : distance);
  }

  /** Computes K_n and keeps it, in the run directory of a run or where {@code out} says. */
  static KnResult run(Session session, Target target, Path out) {
    KnResult result =
        new Kn(session.kernels(), session.workers())
            .of(target, session.provenance(target.llc().seed()));
    if (out != null) {
      session.keep(() -> StoredResult.write(session, out.resolve("kl.json"), result, target));
    } else {
      target
          .directory()
          .ifPresent(
              run -> session.keep(() -> StoredResult.write(session, run.klFile(), result, target)));
    }
    return result;
  }

  private static void print(Session session, KnResult result, Measured measured) {
    if (session.json()) {
      session.out().println(measured.jsonOfEach(result, result.results().size()));
      return;
    }
    if (result.results().isEmpty()) {
      session.say("reference: " + result.reference());
      return;
    }
    KnResult.Row first = result.results().get(0);
    if (first.population() == null) {
      printTable(session, result);
    } else {
      printPopulation(session, result, first);
    }
  }

  private static void printPopulation(Session session, KnResult result, KnResult.Row row) {
    KnResult.Population k = row.population();
    LossGap gap = row.train();
    session.say(line("w = %s, reference: %s, n = %d", row.point(), result.reference(), gap.n()));
    session.say("");
    session.say(line("K(w)      %13.6g %s", k.value(), k.se() > 0 ? "+- " + brief(k.se()) : ""));
    String error = gap.se() >= 0 ? "+- " + brief(gap.se()) : "(one datum tells no error)";
    session.say(line("K_n(w)    %13.6g %s", gap.value(), error));
    String z = k.z() == null ? "" : line(", z = %.2f", k.z());
    session.say(
        line(
            "K_n - K   %13.6g    theoretical standard deviation sqrt(Var f / n) = %s%s",
            k.difference(), brief(k.standardDeviation()), z));
    session.say("");
    session.say(k.meaning() + " (" + k.method() + ")");
    session.say(result.quantity());
    session.say("K_n - K is the luck of the data: of either sign, of mean zero over data sets");
    if (gap.value() < 0) {
      session.say("K_n is negative here: on these data w has a smaller loss than the reference");
    }
  }

  private static void printTable(Session session, KnResult result) {
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

  private static String brief(double number) {
    return line("%.2g", number);
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
