package org.cusp.estimate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.calibrate.Verdict;
import org.cusp.exact.ExactFacts;
import org.cusp.format.Json;
import org.cusp.run.Draws;
import org.cusp.run.Provenance;
import org.cusp.run.RunPlan;
import org.cusp.spec.LlcSpec;

/**
 * An LLC as it is printed and stored; the components' names are the names in the JSON.
 *
 * @param step of training, for a checkpoint of a run; absent otherwise
 * @param sampler its name, settings and run lengths
 * @param request the settings that were asked for; null in a file that does not say
 * @param inputs what it is about, by content; null in a file that does not say
 * @param exact the global learning coefficient where it is known
 */
public record LlcResult(
    String command,
    String target,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long step,
    int n,
    int parameters,
    double nBeta,
    double gamma,
    Map<String, Object> sampler,
    Map<String, Object> request,
    Number llc,
    double lossAtCheckpoint,
    Judgement verdict,
    ExactFacts exact,
    double seconds,
    long gradientEvaluations,
    Inputs inputs,
    Provenance provenance) {

  /** An estimate with its error and diagnostics. */
  public record Number(double value, double se, double[] ci95, double rhat, double ess) {}

  /** A verdict in words. */
  public record Judgement(String status, List<String> reasons, List<String> cautions) {}

  /** The result of these draws. */
  public static LlcResult of(
      String target,
      Long step,
      Draws draws,
      Llc llc,
      LlcSpec settings,
      ExactFacts exact,
      Inputs inputs,
      Provenance provenance) {
    Estimate estimate = llc.estimate();
    Verdict verdict = llc.verdict();
    return new LlcResult(
        "llc",
        target,
        step,
        draws.posterior().n(),
        draws.posterior().size(),
        draws.posterior().nBeta(),
        draws.posterior().gamma(),
        sampler(draws.plan()),
        settings.request(),
        new Number(
            estimate.value(), estimate.se(), estimate.ci95(), estimate.rhat(), estimate.ess()),
        draws.lossAtCentre(),
        new Judgement(verdict.status().label(), verdict.reasons(), verdict.cautions()),
        exact,
        draws.seconds(),
        draws.gradientEvaluations(),
        inputs,
        provenance);
  }

  /** Whether this is what these settings ask for, of the same inputs. */
  public boolean answers(LlcSpec settings, Inputs asking) {
    return asking.equals(inputs)
        && request != null
        && Json.text(settings.request()).equals(Json.text(new TreeMap<>(request)));
  }

  private static Map<String, Object> sampler(RunPlan plan) {
    Map<String, Object> facts = new TreeMap<>(plan.sampler().settings());
    facts.put("name", plan.sampler().name());
    facts.put("chains", plan.chains());
    facts.put("burnIn", plan.burnIn());
    facts.put("draws", plan.draws());
    facts.put("thin", plan.thin());
    facts.put("batch", plan.batch());
    facts.put("seed", plan.seed());
    return facts;
  }
}
