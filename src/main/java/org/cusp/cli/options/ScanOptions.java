package org.cusp.cli.options;

import org.cusp.contract.InvalidInput;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;
import picocli.CommandLine.Option;

/** What the LLC is shown against. */
public final class ScanOptions {
  /** Its splitting has no step-size bias on a quadratic. */
  private static final String DEFAULT_SAMPLER = "sghmc";

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
  public String onBatches(LlcSpec settings) {
    return settings.sampler().orElse(DEFAULT_SAMPLER);
  }

  /** Refuses what these settings cannot show. */
  public void requireConsistent(LlcSpec settings) {
    String flag = steps ? "--steps" : "--map";
    settings
        .sampler()
        .filter(name -> (steps || map) && LlcSpec.ON_ALL_DATA.contains(name))
        .ifPresent(
            name -> {
              throw new InvalidInput(
                  flag
                      + " does not go with --sampler "
                      + name
                      + ", whose Metropolis step leaves no step-size bias; allowed: "
                      + String.join(", ", Samplers.stochasticNames()));
            });
    if (gammas && settings.gamma().isPresent() && settings.gamma().getAsDouble() == 0) {
      throw new InvalidInput("--gammas needs a --gamma above 0 to vary, got 0.0");
    }
  }
}
