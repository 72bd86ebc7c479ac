package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BernoulliTest {
  private static DataLosses losses(KernelProvider provider, double[] w, DataSet data, int outputs) {
    Model model = new Mlp(List.of(1, outputs), Activation.TANH, new Likelihood.Bernoulli(outputs));
    try (Slab row = Slab.row(provider.memory(), Precision.FLOAT64, w);
        TensorData tensors = TensorData.of(data, provider.memory(), Precision.FLOAT64);
        Workers workers = new Workers(1)) {
      return DataLosses.of(model, row, data, tensors, provider, workers);
    }
  }

  /** f = 2 x - 1 at x = 0, 1, 3 with y = 0, 0, 1: log(1 + e^f) - y f. */
  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void oneLogit(KernelProvider provider) {
    DataSet data =
        new DataSet(
            "d", 3, 1, new double[] {0, 1, 3}, new Targets.Values(new double[] {0, 0, 1}, 1));
    DataLosses losses = losses(provider, new double[] {2, -1}, data, 1);
    assertThat(losses.perDatum()[0]).isCloseTo(0.31326168751822286, within(1e-15));
    assertThat(losses.perDatum()[1]).isCloseTo(1.3132616875182228, within(1e-15));
    assertThat(losses.perDatum()[2]).isCloseTo(0.006715348489117967, within(1e-15));
    assertThat(losses.right().orElseThrow().flags()).containsExactly(true, false, true);
    assertThat(losses.accuracy()).isEqualTo(2 / 3.0);
  }

  /** Logits of 800 and -800: the loss is 0 or 800, and e^-800 underflows to 0. */
  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void largeLogitsDoNotOverflow(KernelProvider provider) {
    DataSet data =
        new DataSet(
            "d", 2, 1, new double[] {1, -1}, new Targets.Values(new double[] {1, 0, 1, 0}, 2));
    DataLosses losses = losses(provider, new double[] {800, -800, 0, 0}, data, 2);
    assertThat(losses.perDatum()).containsExactly(0, 1600);
    assertThat(losses.right().orElseThrow().flags()).containsExactly(true, false);
  }

  @Test
  void otherTargetsAreNamed() {
    Likelihood likelihood = new Likelihood.Bernoulli(1);
    DataSet half =
        new DataSet("d", 2, 1, new double[2], new Targets.Values(new double[] {1, 0.5}, 1));
    assertThatThrownBy(() -> likelihood.requireFits(half))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("d: a Bernoulli likelihood needs targets 0 and 1, got 0.5 in row 2");
    DataSet classes = new DataSet("d", 2, 1, new double[2], new Targets.Classes(new int[2], 2));
    assertThatThrownBy(() -> likelihood.requireFits(classes))
        .hasMessage("d: a Bernoulli likelihood needs real targets, got class labels");
  }
}
