package org.cusp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.data.Minibatches;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.model.Evaluator;
import org.cusp.model.LayerNetwork;
import org.cusp.model.batch.TensorData;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.spec.SpecReader;
import org.cusp.spec.training.TrainSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batch normalisation in evaluation and in training, against PyTorch. */
class BatchNormFixtureTest {
  /** What benchmarks/batch_norm_fixture.py writes. */
  record Fixture(
      List<Object> layers,
      double[] x,
      int[] labels,
      double[] start,
      Evaluated evaluation,
      Map<String, List<double[]>> training) {
    LayerNetwork model() {
      return new LayerNetwork(
          new Shape(List.of(1, 4, 4)),
          Layers.read("model.", "layers.", layers),
          new Likelihood.Categorical(3));
    }

    DataSet data() {
      return new DataSet("x", labels.length, 16, x, new Targets.Classes(labels, 3));
    }
  }

  record Evaluated(double[] w, double loss, double[] gradient) {}

  private static final Fixture FIXTURE = read();

  private static Fixture read() {
    try (var stream = BatchNormFixtureTest.class.getResourceAsStream("batch-norm.json")) {
      return new ObjectMapper().readValue(stream, Fixture.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Stream<String> optimizers() {
    return FIXTURE.training().keySet().stream();
  }

  private static TrainSpec settings(String optimizer) {
    String text =
        "data: {source: digits}\nmodel: {type: mlp, widths: [64, 10]}\ntrain: {steps: 5, batch: 12, "
            + optimizer
            + "}\n";
    return SpecReader.parse(text, java.nio.file.Path.of("."), "text").train();
  }

  /** Weights and running statistics after each step. */
  private static List<double[]> trained(String optimizer, KernelProvider kernels) {
    LayerNetwork model = FIXTURE.model();
    TrainSpec settings = settings(optimizer);
    List<double[]> states = new ArrayList<>();
    List<Slab> state = new ArrayList<>();
    Minibatches all = new Minibatches(12, 12, (epoch, position) -> position);
    try (Workers workers = new Workers(2);
        Slab w = Slab.row(kernels.memory(), Precision.FLOAT64, FIXTURE.start());
        TensorData data = TensorData.of(FIXTURE.data(), kernels.memory(), Precision.FLOAT64)) {
      Optimizer.of(settings.optimizer())
          .stateNames()
          .forEach(name -> state.add(w.zerosBeside(1, w.columns())));
      BatchGradient batch = new BatchGradient(model, w, data, all, kernels, workers);
      try (TrainingSteps steps = new TrainingSteps(settings, batch, w, state)) {
        for (int t = 0; t < 5; t++) {
          steps.evaluate(t);
          steps.take(t);
          states.add(w.getRow(0));
        }
      }
    } finally {
      state.forEach(Slab::close);
    }
    return states;
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stepsOfTrainingAreThoseOfPyTorch(String optimizer) {
    List<double[]> expected = FIXTURE.training().get(optimizer);
    for (KernelProvider kernels : KernelProvider.usable()) {
      List<double[]> found = trained(optimizer, kernels);
      for (int t = 0; t < expected.size(); t++) {
        assertThat(found.get(t))
            .as(kernels.id() + ", step " + (t + 1))
            .containsExactly(expected.get(t), within(1e-10));
      }
    }
  }

  @Test
  void evaluationIsThatOfPyTorch() {
    Evaluated expected = FIXTURE.evaluation();
    LayerNetwork model = FIXTURE.model();
    for (KernelProvider kernels : KernelProvider.usable()) {
      try (Slab w = Slab.row(kernels.memory(), Precision.FLOAT64, expected.w());
          Slab gradient = w.zerosBeside(1, w.columns());
          Slab losses = w.doublesBeside(1, 12);
          TensorData data = TensorData.of(FIXTURE.data(), kernels.memory(), Precision.FLOAT64);
          TensorData.Slices slices = data.slices(12);
          Evaluator evaluator = model.evaluator(kernels.create(), w, 12)) {
        evaluator.lossesAndGradient(slices.of(0, 12), gradient, losses);
        double mean = java.util.Arrays.stream(losses.getRow(0)).average().orElseThrow();
        assertThat(mean).as(kernels.id()).isCloseTo(expected.loss(), within(1e-12));
        assertThat(gradient.getRow(0)).containsExactly(expected.gradient(), within(1e-12));
      }
    }
  }
}
