package org.cusp.bench.work;

import java.util.Arrays;
import java.util.function.Supplier;
import org.cusp.contract.Nearest;
import org.cusp.data.DataSet;
import org.cusp.model.Model;
import org.cusp.posterior.Posterior;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Sgld;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Precision;

/**
 * Chains of which the speed is measured. {@code benchmarks/table.py} and {@code benchmarks/gpu}
 * know them by these names and do the same in PyTorch.
 */
public enum Sampled {
  MONOMIAL("monomial", 1_024, 500, 1, () -> problem("monomial:powers=1x2,n=1000")),
  REDUCED_RANK("reduced-rank", 64, 500, 1, () -> problem("rrr:inputs=5,outputs=5,hidden=4,rank=2")),
  DLN("dln", 16, 500, 1, () -> random(Networks.deepLinear(4, 50), 100_000)),
  DIGITS("digits", 16, 1_400, 1, () -> random(digits(), 1_400)),
  MLP("mlp", 4, 512, 100, () -> random(mlp(), 8_000)),
  MLP_1("mlp-1", 1, 512, 100, () -> random(mlp(), 8_000)),
  DLN_10("dln-10", 4, 500, 1, () -> random(Networks.deepLinear(10, 300), 10_000)),
  LENET("lenet", 4, 512, 100, () -> random(Networks.lenet(), 2_000)),
  TRANSFORMER("transformer", 4, 256, 100, () -> random(Networks.transformer(), 2_000)),
  /** Of all data, with several gradients in a step. */
  HMC("hmc", 1, 60_000, 100, new Hmc(1e-5, 1e-4), () -> random(mlp(), 60_000));

  /** What the posterior is of. */
  private record Subject(Model model, DataSet data, double[] centre) {}

  private final String label;
  private final int chains;
  private final int batch;
  private final double gamma;
  private final Sampler sampler;
  private final Supplier<Subject> subject;

  Sampled(String label, int chains, int batch, double gamma, Supplier<Subject> subject) {
    this(label, chains, batch, gamma, new Sgld(1e-9), subject);
  }

  Sampled(
      String label,
      int chains,
      int batch,
      double gamma,
      Sampler sampler,
      Supplier<Subject> subject) {
    this.label = label;
    this.chains = chains;
    this.batch = batch;
    this.gamma = gamma;
    this.sampler = sampler;
    this.subject = subject;
  }

  /** By the name that scripts know. */
  public static Sampled named(String label) {
    for (Sampled each : values()) {
      if (each.label.equals(label)) {
        return each;
      }
    }
    throw Nearest.unknown("case", label, Arrays.stream(values()).map(each -> each.label).toList());
  }

  public String label() {
    return label;
  }

  public int chains() {
    return chains;
  }

  public int batch() {
    return batch;
  }

  public Sampler sampler() {
    return sampler;
  }

  /** As its chains are by default; problems in float64, as everywhere, networks in float32. */
  public Precision precision() {
    return this == MONOMIAL || this == REDUCED_RANK ? Precision.FLOAT64 : Precision.FLOAT32;
  }

  /** About weights as a training would begin with them, or about the truth of a problem. */
  public Posterior posterior() {
    Subject of = subject.get();
    return new Posterior(
        of.model(), of.data(), of.centre(), Posterior.defaultNBeta(of.data().n()), gamma);
  }

  /** Gradients of a step of one chain. */
  public double gradientsOfStep() {
    return sampler instanceof Hmc hmc ? hmc.leapfrogs(0) : 1;
  }

  private static Subject problem(String text) {
    Problem problem = Problems.parse(text, 1);
    return new Subject(problem.model(), problem.data(), problem.truth());
  }

  private static Subject random(Model model, int n) {
    double[] w = model.initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    return new Subject(model, RandomData.of(model, n), w);
  }

  private static Model digits() {
    return Networks.classifier(Activation.TANH, 64, 32, 10);
  }

  private static Model mlp() {
    return Networks.classifier(Activation.RELU, 784, 1_024, 1_024, 10);
  }
}
