package org.cusp.cli.options;

import org.cusp.contract.InvalidInput;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;
import picocli.CommandLine.Option;

/** What the LLC is shown against. */
public final class ScanOptions {
  @Option(
      names = "--gammas",
      description =
          "The LLC at 7 values of gamma over a factor of 100 around the chosen one, and between"
              + " them reweighted from the draws at that.")
  public boolean gammas;

  @Option(
      names = "--n-betas",
      description = "The LLC at 7 values of nBeta over a factor of 10, likewise.")
  public boolean nBetas;

  @Option(
      names = "--steps",
      description =
          "The LLC at 4, 2, 1, 1/2 and 1/4 times the step size of a sampler on batches (default:"
              + " sghmc), and the line through them to step size 0.")
  public boolean steps;

  @Option(
      names = "--map",
      description = "The LLC at these step sizes and 5 values of nBeta over a factor of 10.")
  public boolean map;

  /** The sampler whose step size is varied. */
  public SamplerRequest onBatches(LlcSpec settings) {
    return settings.sampler().orElseGet(Samplers::onBatches);
  }

  /** Refuses what these settings cannot show. */
  public void requireConsistent(LlcSpec settings) {
    String flag = steps ? "--steps" : "--map";
    settings
        .sampler()
        .filter(sampler -> (steps || map) && sampler.isExact())
        .ifPresent(
            sampler -> {
              throw new InvalidInput(
                  flag
                      + " does not go with --sampler "
                      + sampler.name()
                      + ", whose Metropolis step leaves no step-size bias; allowed: "
                      + String.join(", ", Samplers.stochasticNames()));
            });
    if (gammas && settings.gamma().isPresent() && settings.gamma().getAsDouble() == 0) {
      throw new InvalidInput("--gammas needs a --gamma above 0 to vary, got 0.0");
    }
  }
}
