package org.cusp.foreign.plan;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.format.NamedTensor;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.registry.Layers;

/**
 * Layers, and which numbers of a file are their parameters.
 *
 * @param inputs the shape of a datum
 * @param items the layers as a spec file has them: names, and mappings of a name to its keys
 * @param slices of the parameters, by their names in the model
 */
public record Plan(Shape inputs, List<Object> items, Map<String, Slice> slices) {
  private static final String PREFIX = "layers.";

  public Plan {
    items = List.copyOf(items);
    slices = new LinkedHashMap<>(slices);
  }

  /** The layers themselves. */
  public Sequential layers() {
    return Layers.read("", PREFIX, items);
  }

  /** The layers as a spec file has them, in brackets. */
  public String text() {
    return LayerYaml.text(items);
  }

  /** The names in the file, by those of the model's tensors. */
  public Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    slices.forEach((name, slice) -> names.put(name, slice.tensor()));
    return names;
  }

  /** The tensors of the file that are used. */
  public Set<String> used() {
    Set<String> used = new LinkedHashSet<>();
    slices.values().forEach(slice -> used.add(slice.tensor()));
    return used;
  }

  /**
   * The parameters of the layers, all in one.
   *
   * @throws InvalidInput if a number is not finite
   */
  public double[] weights(Map<String, NamedTensor> tensors) {
    List<Parameter> parameters = layers().parameters(inputs);
    double[] w = new double[parameters.stream().mapToInt(it -> it.shape().size()).sum()];
    int at = 0;
    for (Parameter parameter : parameters) {
      Slice slice = slices.get(parameter.name());
      if (slice == null) {
        throw new IllegalStateException("the plan has nothing for " + parameter.name());
      }
      double[] values = slice.of(tensors.get(slice.tensor()));
      Check.equal(parameter.name() + ": numbers", values.length, parameter.shape().size());
      for (double value : values) {
        if (!Double.isFinite(value)) {
          throw new InvalidInput(
              "tensor " + slice.tensor() + ": numbers must be finite, found " + value);
        }
        w[at++] = value;
      }
    }
    return w;
  }
}
