package org.cusp.estimate.compare;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.model.ParamSpace;
import org.cusp.model.TensorPattern;

/**
 * Tensors set to zero.
 *
 * @param patterns of their names, joined by commas; see {@link TensorPattern}
 */
public record Ablation(String patterns) {
  /** A parameter with the tensors set to zero; {@code w} is not changed. */
  double[] of(ParamSpace space, double[] w) {
    double[] ablated = w.clone();
    for (ParamSpace.Tensor tensor : tensors(space)) {
      Arrays.fill(ablated, tensor.offset(), tensor.offset() + tensor.size(), 0);
    }
    return ablated;
  }

  /** What is set to zero. */
  CompareResult.Ablated described(ParamSpace space) {
    List<ParamSpace.Tensor> tensors = tensors(space);
    return new CompareResult.Ablated(
        patterns,
        tensors.stream().map(ParamSpace.Tensor::name).toList(),
        tensors.stream().mapToInt(ParamSpace.Tensor::size).sum());
  }

  private List<ParamSpace.Tensor> tensors(ParamSpace space) {
    Map<String, ParamSpace.Tensor> found = new LinkedHashMap<>();
    for (TensorPattern pattern : TensorPattern.list(patterns)) {
      pattern.in(space).forEach(tensor -> found.put(tensor.name(), tensor));
    }
    return List.copyOf(found.values());
  }
}
