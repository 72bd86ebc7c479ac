package org.cusp.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Mlp;
import org.cusp.model.Model;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Sgld;
import org.cusp.sampler.StepInfo;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.Workers;
import org.cusp.tensor.update.LangevinStep;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The hot kernels of one chain on one thread, beside what bounds them: a bare matrix product of the
 * same flops and a copy of the same bytes. Judge ratios within one run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelBenchmark {
  private static final int N = 4096;

  /** A deep linear network, a small and a large perceptron. */
  public enum Net {
    DLN(List.of(50, 50, 50, 50, 50), 500),
    DIGITS(List.of(64, 32, 10), 512),
    MNIST(List.of(784, 1024, 1024, 10), 512);

    private final List<Integer> widths;
    private final int batch;

    Net(List<Integer> widths, int batch) {
      this.widths = widths;
      this.batch = batch;
    }

    int outputs() {
      return widths.get(widths.size() - 1);
    }

    Model model() {
      return this == DLN
          ? new DeepLinearNetwork(widths, new Likelihood.Gaussian(outputs(), 1))
          : new Mlp(widths, Activation.RELU, new Likelihood.Categorical(outputs()));
    }
  }

  @Param public Net net;

  private final Kernels kernels = KernelProvider.best().create();
  private final RandomStream[] noise = {RandomStream.of(1, Purpose.NOISE, 0)};
  private Move langevin;
  private PosteriorTensors shared;
  private PosteriorPass pass;
  private Sampler.Chains chains;
  private Slab copy;
  private Slab product;
  private MatrixStack[] operands;
  private long t;

  @Setup(Level.Trial)
  public void setup() {
    Model model = net.model();
    double[] w = model.initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    Posterior posterior = new Posterior(model, data(), w, Posterior.defaultNBeta(N), 1);
    try (Workers workers = new Workers(1)) {
      shared = PosteriorTensors.of(posterior, Precision.FLOAT32, KernelProvider.best(), workers);
    }
    pass = new PosteriorPass(shared, new BatchPlan(1, N, net.batch), kernels, 0, 1);
    chains = new Sgld(1e-9).start(pass, noise);
    langevin =
        Move.of(
                LangevinStep.UPDATE,
                new LangevinStep(1e-9, 100, 1, 1).factors(),
                pass.w(),
                pass.gradient(),
                pass.centre())
            .with(NoiseStreams.of(pass.w().memory(), noise), pass.clock());
    copy = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT32, 1, w.length);
    bareProduct();
    check();
  }

  /** Answers before times. */
  private void check() {
    StepInfo info = chains.step(0);
    if (!info.finite(0)) {
      throw new IllegalStateException("a step gives " + info.deltaLoss(0));
    }
  }

  private void bareProduct() {
    int wide = net.widths.get(1);
    product =
        Slab.zeros(
            KernelProvider.best().memory(),
            Precision.FLOAT32,
            1,
            wide * wide + 2 * net.batch * wide);
    operands =
        new MatrixStack[] {
          MatrixStack.of(product, 0, net.batch, wide),
          MatrixStack.of(product, net.batch * wide, wide, wide),
          MatrixStack.of(product, net.batch * wide + wide * wide, net.batch, wide)
        };
  }

  private DataSet data() {
    RandomStream stream = RandomStream.of(1, Purpose.INPUTS, 0);
    double[] x = new double[N * net.widths.get(0)];
    Arrays.setAll(x, i -> stream.uniform(0, i));
    if (net == Net.DLN) {
      return new DataSet(
          "bench", N, net.widths.get(0), x, new Targets.Values(new double[N * 50], 50));
    }
    int[] labels = new int[N];
    Arrays.setAll(labels, i -> i % net.outputs());
    return new DataSet("bench", N, net.widths.get(0), x, new Targets.Classes(labels, 10));
  }

  /** batch x width times width x width, the shape of the network's first hidden product. */
  @Benchmark
  public void bareGemm() {
    kernels.multiply(operands[0], Transpose.NO, operands[1], Transpose.YES, operands[2], 0);
  }

  /** Gather a minibatch, forward and backward. */
  @Benchmark
  public Slab forwardBackward() {
    pass.at(t++);
    pass.evaluate();
    return pass.deltaLoss();
  }

  /** The Langevin update with its noise. */
  @Benchmark
  public void sgldUpdate() {
    pass.clock().set(t++);
    kernels.update(langevin);
  }

  /** Copy of as many numbers as there are parameters: the floor of any update. */
  @Benchmark
  public void copyParameters() {
    kernels.weightedSum(pass.w(), new double[] {1}, copy);
  }

  /** A whole step of one chain. */
  @Benchmark
  public StepInfo sgldStep() {
    return chains.step(t++);
  }

  @TearDown(Level.Trial)
  public void close() {
    chains.close();
    pass.close();
    shared.close();
    copy.close();
    product.close();
  }
}
