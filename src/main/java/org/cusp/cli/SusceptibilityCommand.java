package org.cusp.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.options.DiscoveryOptions;
import org.cusp.cli.options.FormatOption;
import org.cusp.cli.options.RestartOption;
import org.cusp.cli.options.SamplingOptions;
import org.cusp.cli.options.TargetOptions;
import org.cusp.cli.run.Found;
import org.cusp.cli.run.InfluenceQueries;
import org.cusp.cli.run.Measured;
import org.cusp.cli.run.ResultWriter;
import org.cusp.cli.run.SusceptibilityRun;
import org.cusp.cli.session.Session;
import org.cusp.cli.text.SusceptibilityText;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.estimate.susceptibility.Form;
import org.cusp.estimate.susceptibility.SusceptibilityEstimator;
import org.cusp.estimate.susceptibility.SusceptibilityResult;
import org.cusp.model.part.Components;
import org.cusp.run.Localisation;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp susceptibility TARGET}. */
@Command(
    name = "susceptibility",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "How the loss of each component of a network answers to a shift of the data: -Cov(phi, l_z -"
          + " L_n) for every datum z (with --datum token: every position), over draws with that component"
          + " alone free or all of the network, each with its standard error; what is left where the loss has no say; and how many patterns there"
          + " are above the noise.",
      "With --out DIR, or in the run's folder 'susceptibility', all of it is kept as Zarr."
    })
final class SusceptibilityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Option(
      names = "--components",
      paramLabel = "NAMES",
      description =
          "Names as for llc --only, joined by commas, each a component; of a transformer with"
              + " wildcards, each part that matches: l0h*,l1 mlp (default: heads, dense parts and"
              + " embeddings of a transformer, else layers).")
  private String components;

  @Option(
      names = "--shift",
      paramLabel = "FILES",
      description = {
        "The data z, as for --data; test: what the target holds out; for a problem also a number",
        "of fresh data (default: the training data)."
      })
  private String shift;

  @Option(
      names = "--form",
      paramLabel = "component|whole",
      description = {
        "What moves: each component alone with all else at w*, in draws of its own (default), or",
        "everything, and a component answers by the loss with what a draw did to it alone."
      })
  private String form = Form.COMPONENT.id();

  @Option(
      names = "--pattern",
      paramLabel = "TARGET",
      description = {
        "Weights of the z that change nBeta E[phi] of components by so much and keep that of the",
        "others: l0h0=+1,l1h2=-0.5. By the patterns above the noise alone; with what draws",
        "that the weights do not know say of it."
      })
  private String pattern;

  @Mixin private DiscoveryOptions told;

  @Mixin private RestartOption again;
  @Mixin private CommonOptions common;
  @Mixin private FormatOption output;

  @ArgGroup(
      validate = false,
      heading =
          "%nSampling (what is not given is chosen; 1000 draws per chain; the budget is of all"
              + " components):%n")
  private SamplingOptions sampling = new SamplingOptions();

  @Option(names = "--require-trusted", description = "Exit with 3 unless the estimate is trusted.")
  private boolean requireTrusted;

  @Override
  public Integer call() {
    told.check();
    Form moving = Form.named("--form", form);
    Target found = target.read(common.seed).atLast();
    Map<String, String> inFile = found.origin().tensorNames();
    List<SusceptibilityEstimator.Part> parts =
        Components.of(found.model(), inFile, Optional.ofNullable(components)).stream()
            .map(
                name ->
                    new SusceptibilityEstimator.Part(
                        name, found.only(name, Localisation.ISOTROPIC)))
            .toList();
    double[] wanted = wanted(parts.stream().map(SusceptibilityEstimator.Part::name).toList());
    InfluenceQueries asked =
        InfluenceQueries.of("--shift", found, Optional.ofNullable(shift), told.rows());
    LlcSpec settings = sampling.over(found.llc(), common.seed, found.model().dataOf(found.train()));
    found.notes().forEach(note -> spec.commandLine().getErr().println(note));
    try (Session session = new Session(spec, common, output.format(common.json))) {
      session.restart(again.restart);
      Measured measured = Measured.of(session, found).said(session);
      Found<SusceptibilityResult> results =
          new SusceptibilityRun(
                  session,
                  common.out,
                  asked,
                  parts,
                  new SusceptibilityRun.Telling(moving, told.share(), told.top(), wanted))
              .run(found, settings, sampling.seconds(settings));
      new ResultWriter(session)
          .print(
              Found.answer(
                  "susceptibility",
                  found,
                  results,
                  measured,
                  () -> SusceptibilityText.lines(results.results().get(0))));
      return requireTrusted && !Found.allTrusted(results) ? Cusp.NOT_TRUSTED : Cusp.DONE;
    }
  }

  /** What {@code --pattern} says of each component; 0 of those that it does not name. */
  private double[] wanted(List<String> components) {
    if (pattern == null) {
      return new double[0];
    }
    double[] wanted = new double[components.size()];
    for (String part : pattern.split(",")) {
      String[] sides = part.strip().split("=", 2);
      int place = components.indexOf(sides[0].strip());
      if (place < 0) {
        throw Nearest.unknown("component in --pattern", sides[0].strip(), components);
      }
      wanted[place] = change(part, sides.length < 2 ? "" : sides[1]);
    }
    return wanted;
  }

  private static double change(String part, String text) {
    try {
      double change = Double.parseDouble(text.strip());
      if (change != 0 && Double.isFinite(change)) {
        return change;
      }
    } catch (NumberFormatException e) {
      // Said below, with the other numbers that are none.
    }
    throw new InvalidInput(
        "--pattern " + part.strip() + ": must be COMPONENT=CHANGE, such as l0h0=+1");
  }
}
