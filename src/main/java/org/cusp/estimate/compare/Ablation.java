package org.cusp.estimate.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cusp.model.ParamSpace;
import org.cusp.model.TensorPattern;

/**
 * Tensors set to zero.
 *
 * @param patterns of their names, joined by commas; see {@link TensorPattern}
 * @param inFile the names in the file of a checkpoint, by those of the model's tensors; they may be
 *     used too
 */
public record Ablation(String patterns, Map<String, String> inFile) {
  /** By the names of the model. */
  public Ablation(String patterns) {
    this(patterns, Map.of());
  }

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
    Set<String> chosen = TensorPattern.chosen(patterns, space, inFile);
    return space.tensors().stream().filter(tensor -> chosen.contains(tensor.name())).toList();
  }
}
