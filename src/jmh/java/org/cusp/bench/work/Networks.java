package org.cusp.bench.work;

import java.util.Collections;
import java.util.List;
import org.cusp.data.Shape;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.LayerNetwork;
import org.cusp.model.Mlp;
import org.cusp.model.Model;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.Activation;
import org.yaml.snakeyaml.Yaml;

/** Networks whose speed is measured. */
public final class Networks {
  private static final String REGRESSION_BLOCK =
      "residual: [residual: [layer-norm, attention: {heads: 4, bias: false}],"
          + " residual: [layer-norm, dense: 64, relu, dense: 64]], ";

  private Networks() {}

  /** Perceptron of classes. */
  public static Model classifier(Activation activation, Integer... widths) {
    List<Integer> all = List.of(widths);
    return new Mlp(all, activation, new Likelihood.Categorical(all.get(all.size() - 1)));
  }

  /** So many square matrices. */
  public static Model deepLinear(int matrices, int width) {
    return new DeepLinearNetwork(
        Collections.nCopies(matrices + 1, width), new Likelihood.Gaussian(width, 1));
  }

  /** Two convolutions of 6 and 12 channels with pools, two dense layers. */
  public static Model lenet() {
    return network(
        List.of(1, 28, 28),
        "[conv2d: {outputs: 6, kernel: 5}, relu, max-pool2d: 2,"
            + " conv2d: {outputs: 12, kernel: 5}, relu, max-pool2d: 2, flatten,"
            + " dense: 20, relu, dense: 10]");
  }

  /** One convolution of 12 channels on 6. */
  public static Model convolution() {
    return network(List.of(6, 12, 12), "[conv2d: {outputs: 12, kernel: 5}, flatten, dense: 10]");
  }

  /**
   * Two blocks of width 64 with 4 heads on sequences of 16 vectors, as for in-context regression.
   */
  public static Model transformer() {
    return network(
        List.of(16, 5),
        "[dense: {outputs: 64, bias: false}, positions: 16, "
            + REGRESSION_BLOCK.repeat(2)
            + "layer-norm, dense: 5]");
  }

  private static Model network(List<Integer> input, String layers) {
    Sequential read = Layers.read("", "layers.", new Yaml().<List<?>>load(layers));
    Shape shape = new Shape(input);
    Shape output = read.output(shape);
    return new LayerNetwork(
        shape,
        read,
        output.isVector()
            ? new Likelihood.Categorical(output.size())
            : new Likelihood.Gaussian(output.size(), 1));
  }
}
