package org.cusp.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.bench.work.Sampled;
import org.cusp.format.Json;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.ChainRunner;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.RunPlan;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Steps of a chain per second on any provider, through the same code that estimates an LLC; for
 * {@code benchmarks/gpu}.
 */
public final class StepRate {
  private StepRate() {}

  /** Arguments: the case, seconds to measure, threads, kernels, chains, steps of a draw. */
  public static void main(String[] arguments) {
    Sampled chosen = Sampled.named(arguments[0]);
    double seconds = Double.parseDouble(arguments[1]);
    int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : Workers.defaultThreads();
    KernelProvider kernels = KernelProvider.named(arguments.length > 3 ? arguments[3] : "auto");
    int chains = arguments.length > 4 ? Integer.parseInt(arguments[4]) : chosen.chains();
    int thin = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 1;
    Length length = new Length(chains, seconds, thin);
    System.out.println(Json.text(measure(chosen, length, new Workers(threads), kernels)));
  }

  private static Map<String, Object> measure(
      Sampled chosen, Length length, Workers threads, KernelProvider kernels) {
    try (Workers workers = threads;
        PosteriorTensors shared =
            PosteriorTensors.of(chosen.posterior(), chosen.precision(), kernels, workers)) {
      ChainRunner runner = new ChainRunner(kernels, workers);
      double rate = rate(runner, shared, chosen, length, 4);
      rate = rate(runner, shared, chosen, length, length.draws(rate, chosen, 0.5));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("stage", "speed");
      result.put("case", chosen.label());
      result.put("threads", workers.threads());
      result.put("kernels", kernels.create().name());
      result.put("chains", length.chains());
      result.put(
          "chainStepsPerSecond",
          rate(runner, shared, chosen, length, length.draws(rate, chosen, 1)));
      return result;
    }
  }

  /**
   * How long to measure.
   *
   * @param thin steps of a draw
   */
  private record Length(int chains, double seconds, int thin) {
    int draws(double rate, Sampled chosen, double share) {
      return Math.max(4, (int) (rate * seconds * share / chains / thin / chosen.gradientsOfStep()));
    }
  }

  private static double rate(
      ChainRunner runner, PosteriorTensors shared, Sampled chosen, Length length, int draws) {
    RunPlan plan =
        new RunPlan(
            chosen.sampler(),
            length.chains(),
            new RunPlan.Length(0, draws, length.thin()),
            chosen.batch(),
            1);
    Draws drawn = runner.run(shared, plan, Progress.NONE);
    return drawn.gradientEvaluations() / drawn.seconds();
  }
}
