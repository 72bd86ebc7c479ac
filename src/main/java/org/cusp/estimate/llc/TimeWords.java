package org.cusp.estimate.llc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.sampler.ExactSampler;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tuning.GradientCost;
import org.cusp.tuning.SamplerChoice;
import org.cusp.tuning.WarmUpFacts;

/** What is said where the clock decided: what it would take, what is known, what was left out. */
final class TimeWords {
  private TimeWords() {}

  /** Of a run without draws. */
  static List<String> of(
      PosteriorTensors shared,
      Draws draws,
      GradientCost cost,
      SamplerChoice choice,
      Optional<WarmUpFacts> warmUp) {
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "time was up before there were draws to tell an LLC from: %s",
            needed(draws, cost, choice)));
    lines.add(known(shared, cost));
    warmUp
        .filter(facts -> facts.transitions() > 0)
        .ifPresent(
            facts ->
                lines.add(
                    line(
                        "%s; acceptance %.2f",
                        facts.describe(),
                        Arrays.stream(draws.acceptance()).average().orElse(Double.NaN))));
    return lines;
  }

  private static String needed(Draws draws, GradientCost cost, SamplerChoice choice) {
    if (Double.isNaN(cost.minibatch())) {
      return "starting and reading took all of it";
    }
    int made = draws.plan().burnIn();
    double seconds =
        made > 0
            ? draws.seconds() / made * Math.max(transitions(choice), 2 * made)
            : Double.isNaN(choice.foreseen().seconds())
                ? choice.chains() * SamplerChoice.STEPS_ON_BATCHES * cost.minibatch()
                : choice.foreseen().seconds();
    return line(
        "%s with %d chains takes about %.2g s or more", choice.sampler(), choice.chains(), seconds);
  }

  private static int transitions(SamplerChoice choice) {
    return choice.sampler().prototype() instanceof ExactSampler<?> exact
        ? SamplerChoice.transitions(exact)
        : 0;
  }

  private static String known(PosteriorTensors shared, GradientCost cost) {
    double accuracy = shared.centreLosses().accuracy();
    double squares = Arrays.stream(shared.centreGradient().getRow(0)).map(x -> x * x).sum();
    double nBeta = shared.posterior().nBeta();
    return line(
        "known by then: loss %.6g%s, gradient %.3g, %s%s",
        shared.centreLosses().mean(),
        Double.isNaN(accuracy) ? "" : line(", accuracy %.2f%%", 100 * accuracy),
        Math.sqrt(squares),
        Double.isNaN(cost.curvature())
            ? "curvature not known"
            : line(
                "largest curvature %.3g (nBeta h = %.3g)",
                cost.curvature(), nBeta * cost.curvature()),
        Double.isNaN(cost.allData())
            ? ""
            : line("; a gradient on all data takes %.3g ms", 1e3 * cost.allData()));
  }

  /** What was asked for and could not be had, and where the sampler was changed on the way. */
  static List<String> shortfalls(LlcSpec settings, Draws draws, SamplerChoice choice) {
    List<String> lines = new ArrayList<>();
    choice.revision().ifPresent(lines::add);
    if (draws.isEmpty()) {
      return lines;
    }
    if (choice.chains() < settings.chains()) {
      lines.add(
          line(
              "%d chains, not %d: more would not fit into the budget",
              choice.chains(), settings.chains()));
    }
    if (settings.draws().isPresent() && draws.plan().draws() < settings.draws().getAsInt()) {
      lines.add(
          line(
              "%d draws a chain, not the %d that were asked for: the budget ended",
              draws.plan().draws(), settings.draws().getAsInt()));
    }
    return lines;
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
