package org.cusp.bench.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cusp.contract.Registry;
import org.cusp.data.Shape;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.LayerNetwork;
import org.cusp.model.Mlp;
import org.cusp.model.Model;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.Sghmc;
import org.cusp.sampler.Sgld;
import org.cusp.sampler.SplitHmc;
import org.cusp.tensor.Activation;

/** What is guarded. A new hot kernel is one entry here. */
@Registry("a kernel to guard")
public enum GuardedWork {
  GRADIENT_DIGITS(() -> Steps.gradient(digits(), 64, 1_400)),
  GRADIENT_MNIST(() -> Steps.gradient(mlp(784, 256, 10), 784, 512)),
  GRADIENT_DEEP_LINEAR(() -> Steps.gradient(deepLinear(), 50, 500)),
  GRADIENT_LENET(() -> Steps.gradient(lenet(), 784, 64)),
  GRADIENT_TRANSFORMER(() -> Steps.gradient(transformer(), 16 * 64, 16)),
  STEP_SGLD(() -> Steps.of(new Sgld(1e-9), digits(), 64, 128)),
  STEP_SGHMC(() -> Steps.of(new Sghmc(1e-9), digits(), 64, 128)),
  STEP_HMC(() -> Steps.of(new Hmc(1e-5, 4e-5), digits(), 64, 512)),
  STEP_SPLIT_HMC(() -> Steps.of(new SplitHmc(0.4), digits(), 64, 512)),
  TRAINING(() -> TrainingSteps.of(digits(), 64, 128)),
  UPDATE_LANGEVIN(() -> ElementWork.langevin(100_000)),
  LOSS_CATEGORICAL(() -> ElementWork.categorical(4_096, 10)),
  SUM_SQUARES(() -> ElementWork.squares(200_000));

  private final Supplier<Work> work;

  GuardedWork(Supplier<Work> work) {
    this.work = work;
  }

  Work start() {
    return work.get();
  }

  private static Model digits() {
    return mlp(64, 32, 10);
  }

  private static Model mlp(Integer... widths) {
    List<Integer> list = Arrays.asList(widths);
    return new Mlp(list, Activation.TANH, new Likelihood.Categorical(list.get(list.size() - 1)));
  }

  private static Model deepLinear() {
    return new DeepLinearNetwork(List.of(50, 50, 50, 50, 50), new Likelihood.Gaussian(50, 1));
  }

  private static Model lenet() {
    List<Object> layers =
        List.of(
            Map.of("conv2d", Map.of("outputs", 6, "kernel", 5)),
            "relu",
            Map.of("max-pool2d", 2),
            Map.of("conv2d", Map.of("outputs", 12, "kernel", 5)),
            "relu",
            Map.of("max-pool2d", 2),
            "flatten",
            Map.of("dense", 10));
    return new LayerNetwork(
        new Shape(List.of(1, 28, 28)),
        Layers.read("", "layers.", layers),
        new Likelihood.Categorical(10));
  }

  /** Two blocks of width 64 on sequences of 16. */
  private static Model transformer() {
    Object attention = Map.of("attention", Map.of("heads", 4, "headWidth", 16));
    List<Object> attends = List.of("layer-norm", attention);
    List<Object> thinks = List.of("layer-norm", Map.of("dense", 64), "relu", Map.of("dense", 64));
    Object first = Map.of("residual", attends);
    Object second = Map.of("residual", thinks);
    List<Object> layers =
        List.of(first, second, first, second, Map.of("select", "last"), Map.of("dense", 10));
    return new LayerNetwork(
        new Shape(List.of(16, 64)),
        Layers.read("", "layers.", layers),
        new Likelihood.Categorical(10));
  }
}
