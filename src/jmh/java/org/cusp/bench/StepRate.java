package org.cusp.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.Nearest;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.format.Json;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Mlp;
import org.cusp.model.Model;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.ChainRunner;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.RunPlan;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Sgld;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;

/**
 * SGLD steps of a chain per second, through the same code that estimates an LLC. {@code
 * benchmarks/speed} sets it beside PyTorch on the same problems.
 */
public final class StepRate {
  private static final Sgld SGLD = new Sgld(1e-9);

  private StepRate() {}

  /** One of all data, with so many gradients in a step. */
  private static final Hmc HMC = new Hmc(1e-5, 1e-4);

  private record Case(
      List<Integer> widths,
      Activation activation,
      int chains,
      int batch,
      int n,
      double gamma,
      Sampler sampler) {
    private boolean linear() {
      return activation == Activation.IDENTITY;
    }

    Model model() {
      int outputs = widths.get(widths.size() - 1);
      return linear()
          ? new DeepLinearNetwork(widths, new Likelihood.Gaussian(outputs, 1))
          : new Mlp(widths, activation, new Likelihood.Categorical(outputs));
    }

    Case with(int other) {
      return new Case(widths, activation, other, batch, n, gamma, sampler);
    }

    DataSet data() {
      RandomStream stream = RandomStream.of(1, Purpose.INPUTS, 0);
      double[] x = new double[n * widths.get(0)];
      Arrays.setAll(x, i -> stream.uniform(0, i));
      int outputs = widths.get(widths.size() - 1);
      return new DataSet(
          "speed", n, widths.get(0), x, linear() ? values(outputs) : labels(outputs));
    }

    private Targets values(int outputs) {
      double[] y = new double[n * outputs];
      RandomStream.of(1, Purpose.OUTPUTS, 0).normals(0, 0, y, y.length);
      return new Targets.Values(y, outputs);
    }

    private Targets labels(int outputs) {
      int[] labels = new int[n];
      Arrays.setAll(labels, i -> i % outputs);
      return new Targets.Classes(labels, outputs);
    }
  }

  private static final Map<String, Case> CASES =
      Map.of(
          "dln",
              new Case(List.of(50, 50, 50, 50, 50), Activation.IDENTITY, 16, 500, 100_000, 1, SGLD),
          "mlp", new Case(List.of(784, 1024, 1024, 10), Activation.RELU, 4, 512, 8_000, 100, SGLD),
          "digits", new Case(List.of(64, 32, 10), Activation.TANH, 16, 1_400, 1_400, 1, SGLD),
          "hmc",
              new Case(List.of(784, 1024, 1024, 10), Activation.RELU, 1, 60_000, 60_000, 100, HMC));

  /** Arguments: the case, seconds to measure, threads, kernels, chains, steps of a draw. */
  public static void main(String[] arguments) {
    Case chosen = CASES.get(arguments[0]);
    if (chosen == null) {
      throw Nearest.unknown("case", arguments[0], CASES.keySet());
    }
    double seconds = Double.parseDouble(arguments[1]);
    int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : Workers.defaultThreads();
    KernelProvider kernels = KernelProvider.named(arguments.length > 3 ? arguments[3] : "auto");
    int chains = arguments.length > 4 ? Integer.parseInt(arguments[4]) : chosen.chains();
    int thin = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 1;
    System.out.println(
        Json.text(
            measure(
                chosen.with(chains),
                new Length(arguments[0], seconds, thin),
                new Workers(threads),
                kernels)));
  }

  private static Map<String, Object> measure(
      Case chosen, Length length, Workers threads, KernelProvider kernels) {
    Model model = chosen.model();
    double[] w = model.initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    DataSet data = chosen.data();
    Posterior posterior =
        new Posterior(model, data, w, Posterior.defaultNBeta(data.n()), chosen.gamma());
    try (Workers workers = threads;
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT32, kernels, workers)) {
      ChainRunner runner = new ChainRunner(kernels, workers);
      double rate = rate(runner, shared, chosen, length, 4);
      rate = rate(runner, shared, chosen, length, length.draws(rate, chosen, 0.5));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("stage", "speed");
      result.put("case", length.of());
      result.put("threads", workers.threads());
      result.put("kernels", kernels.create().name());
      result.put("chains", chosen.chains());
      result.put(
          "chainStepsPerSecond",
          rate(runner, shared, chosen, length, length.draws(rate, chosen, 1)));
      return result;
    }
  }

  /**
   * How long to measure.
   *
   * @param of the name of the case
   * @param thin steps of a draw
   */
  private record Length(String of, double seconds, int thin) {
    int draws(double rate, Case chosen, double share) {
      double gradients = chosen.sampler() == HMC ? HMC.leapfrogs(0) : 1;
      return Math.max(4, (int) (rate * seconds * share / chosen.chains() / thin / gradients));
    }
  }

  private static double rate(
      ChainRunner runner, PosteriorTensors shared, Case chosen, Length length, int draws) {
    RunPlan plan =
        new RunPlan(
            chosen.sampler(),
            chosen.chains(),
            new RunPlan.Length(0, draws, length.thin()),
            chosen.batch(),
            1);
    Draws drawn = runner.run(shared, plan, Progress.NONE);
    return drawn.gradientEvaluations() / drawn.seconds();
  }
}
