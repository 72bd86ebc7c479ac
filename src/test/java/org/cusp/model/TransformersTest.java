package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.format.Npy;
import org.cusp.model.batch.TensorData;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small transformers of the architectures that people have, beside PyTorch: what
 * benchmarks/transformer_fixture.py wrote of plain code for each.
 */
class TransformersTest {
  /** A parameter by Cusp's name, in Cusp's layout. */
  record Part(String name, String of, List<Integer> shape, double[] w, double[] gradient) {}

  record Fixture(
      List<Integer> inputs, List<Object> layers, List<Part> parts, double[] y, double loss) {}

  private static final Path FOLDER = Path.of("src/test/resources/org/cusp/model/transformers");

  private static Fixture fixture(String kind) throws IOException {
    return new ObjectMapper()
        .readValue(FOLDER.resolve(kind).resolve("fixture.json").toFile(), Fixture.class);
  }

  private static double[] numbers(String kind, String file) {
    return Npy.read(FOLDER.resolve(kind).resolve(file)).values();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "neox", "llama", "lens", "icl"})
  void valuesAndGradientsAreThoseOfPyTorch(String kind) throws IOException {
    Fixture fixture = fixture(kind);
    double[] x = numbers(kind, "tokens.npy");
    double[] logits = numbers(kind, "logits.npy");
    LayerNetwork model = model(fixture, kind.equals("icl"));
    assertThat(model.parameters().tensors().stream().map(ParamSpace.Tensor::name))
        .containsExactlyInAnyOrderElementsOf(fixture.parts().stream().map(Part::name).toList());
    int n = x.length / model.inputs();
    Targets targets =
        kind.equals("icl")
            ? new Targets.Values(fixture.y(), model.likelihood().outputs())
            : new Targets.Sequences(
                Arrays.stream(fixture.y()).mapToInt(label -> (int) label).toArray(),
                11,
                fixture.inputs().get(0));
    DataSet data = new DataSet("torch", n, model.inputs(), x, targets);
    for (KernelProvider provider : KernelProvider.usable()) {
      for (Precision precision : Precision.values()) {
        compare(new Case(fixture, model, data, logits), provider, precision);
      }
    }
  }

  private static LayerNetwork model(Fixture fixture, boolean isRegression) {
    Sequential layers = Layers.read("model.", "", fixture.layers());
    Shape input = new Shape(fixture.inputs());
    Shape output = layers.output(input);
    Likelihood law =
        isRegression
            ? new Likelihood.Gaussian(output.size(), 1)
            : new PerPosition(
                new Likelihood.Categorical(output.width()),
                input.axes().get(0),
                PerPosition.Datum.SEQUENCE);
    return new LayerNetwork(input, layers, law);
  }

  private record Case(Fixture fixture, LayerNetwork model, DataSet data, double[] logits) {
    double[] whole(boolean gradient) {
      double[] whole = new double[model.size()];
      for (ParamSpace.Tensor tensor : model.parameters().tensors()) {
        Part part =
            fixture.parts().stream()
                .filter(it -> it.name().equals(tensor.name()))
                .findFirst()
                .orElseThrow();
        assertThat(part.shape()).as(part.name()).containsExactlyElementsOf(tensor.shape());
        double[] from = gradient ? part.gradient() : part.w();
        System.arraycopy(from, 0, whole, tensor.offset(), from.length);
      }
      return whole;
    }
  }

  private static void compare(Case it, KernelProvider provider, Precision precision) {
    boolean twice = precision == Precision.FLOAT64;
    int n = it.data().n();
    var memory = KernelProvider.best().memory();
    try (TensorData tensors = TensorData.of(it.data(), memory, precision);
        Slab w = Slab.row(memory, precision, it.whole(false));
        Slab gradient = w.zerosBeside(1, it.model().size());
        Slab losses = w.doublesBeside(1, n);
        Evaluator evaluator = it.model().evaluator(provider.create(), w, n)) {
      MatrixStack outputs = evaluator.outputs(tensors.slice(0, n));
      double[] values = new double[outputs.size()];
      outputs.slab().load(0, outputs.offset(), values, values.length);
      String as = provider.id() + " " + precision;
      assertThat(values).as(as).containsExactly(it.logits(), near(it.logits(), twice));
      evaluator.lossesAndGradient(tensors.slice(0, n), gradient, losses);
      double[] slopes = it.whole(true);
      assertThat(gradient.getRow(0)).as(as).containsExactly(slopes, near(slopes, twice));
      assertThat(Arrays.stream(losses.getRow(0)).average().orElseThrow())
          .isCloseTo(it.fixture().loss(), within(twice ? 1e-11 : 1e-4));
    }
  }

  /** 1e-11 of the largest in double, 1e-5 in single precision. */
  private static Offset<Double> near(double[] values, boolean twice) {
    double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
    return within(largest * (twice ? 1e-11 : 1e-5));
  }
}
