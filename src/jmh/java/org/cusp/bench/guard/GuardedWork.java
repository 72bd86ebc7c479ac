package org.cusp.bench.guard;

import java.util.Locale;
import java.util.function.Supplier;
import org.cusp.bench.work.Networks;
import org.cusp.contract.Registry;
import org.cusp.model.Model;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.LayerGibbs;
import org.cusp.sampler.Sghmc;
import org.cusp.sampler.Sgld;
import org.cusp.sampler.SplitHmc;
import org.cusp.tensor.Activation;

/** What is guarded. A new hot kernel is one entry here. */
@Registry("a kernel to guard")
public enum GuardedWork {
  GRADIENT_DIGITS(() -> Steps.gradient(digits(), 1_400)),
  GRADIENT_MNIST(() -> Steps.gradient(tanh(784, 256, 10), 512)),
  GRADIENT_DEEP_LINEAR(() -> Steps.gradient(Networks.deepLinear(4, 50), 500)),
  GRADIENT_CONVOLUTION(() -> Steps.gradient(Networks.convolution(), 64)),
  GRADIENT_LENET(() -> Steps.gradient(Networks.lenet(), 64)),
  GRADIENT_TRANSFORMER(() -> Steps.gradient(Networks.transformer(), 16)),
  STEP_SGLD(() -> Steps.of(new Sgld(1e-9), digits(), 128)),
  STEP_SGLD_DEEP_LINEAR(
      () -> Steps.onBatches(new Sgld(1e-9), Networks.deepLinear(4, 50), 4_000, 500)),
  STEP_SGHMC(() -> Steps.of(new Sghmc(1e-9), digits(), 128)),
  STEP_HMC(() -> Steps.of(new Hmc(1e-5, 4e-5), digits(), 512)),
  STEP_SPLIT_HMC(() -> Steps.of(new SplitHmc(0.4), digits(), 512)),
  STEP_LAYER_GIBBS(() -> Steps.of(new LayerGibbs(0.2), Networks.deepLinear(3, 20), 500)),
  TRAINING(() -> TrainingSteps.of(digits(), 128)),
  UPDATE_LANGEVIN(() -> ElementWork.langevin(100_000)),
  ATTENTION(() -> ElementWork.attention(64, 4, 16)),
  LOSS_CATEGORICAL(() -> ElementWork.categorical(4_096, 10)),
  LOSS_GAUSSIAN(() -> ElementWork.gaussian(1_024, 50)),
  LOSS_BERNOULLI(() -> ElementWork.bernoulli(1_024, 10)),
  SUM_SQUARES(() -> ElementWork.squares(200_000)),
  SUM_COLUMNS(() -> ElementWork.columns(1_024, 128));

  private final Supplier<Work> work;

  GuardedWork(Supplier<Work> work) {
    this.work = work;
  }

  /** Such as {@code step-sgld}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Work start() {
    return work.get();
  }

  private static Model digits() {
    return tanh(64, 32, 10);
  }

  private static Model tanh(Integer... widths) {
    return Networks.classifier(Activation.TANH, widths);
  }
}
