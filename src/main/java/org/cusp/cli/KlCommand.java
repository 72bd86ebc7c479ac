package org.cusp.cli;

import java.util.concurrent.Callable;
import org.cusp.cli.format.Answer;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.run.KlRun;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.KlText;
import org.cusp.contract.InvalidInput;
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
  @Mixin private FormatOption form;

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
    try (Session session = new Session(spec, common, form.format(common.json))) {
      Measured measured = Measured.of(session, found).said(session);
      found
          .test()
          .ifPresent(test -> Measured.ofLast(session, found, test).said(session, "held out: "));
      KnResult result = new KlRun(session, common.out).run(found);
      new ResultWriter(session)
          .print(
              new Answer(
                  () -> KlText.lines(result),
                  () -> measured.jsonOfEach(result, result.results().size()),
                  result.estimates()));
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
}
