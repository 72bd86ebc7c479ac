package org.cusp.estimate.compare;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;
import org.cusp.model.part.ModelParts;

/**
 * Tensors, heads, layers or channels set to zero.
 *
 * @param patterns of their names, joined by commas; see {@link ModelParts}
 * @param inFile the names in the file of a checkpoint, by those of the model's tensors; they may be
 *     used too
 */
public record Ablation(String patterns, Map<String, String> inFile) {
  /** By the names of the model. */
  public Ablation(String patterns) {
    this(patterns, Map.of());
  }

  /** A parameter with these numbers set to zero; {@code w} is not changed. */
  double[] of(Model model, double[] w) {
    double[] ablated = w.clone();
    chosen(model).stream().forEach(i -> ablated[i] = 0);
    return ablated;
  }

  /** What is set to zero, the tensors of which it is all or a part. */
  CompareResult.Ablated described(Model model) {
    BitSet chosen = chosen(model);
    List<String> tensors =
        model.parameters().tensors().stream()
            .filter(it -> !chosen.get(it.offset(), it.offset() + it.size()).isEmpty())
            .map(ParamSpace.Tensor::name)
            .toList();
    return new CompareResult.Ablated(patterns, tensors, chosen.cardinality());
  }

  private BitSet chosen(Model model) {
    return new ModelParts(model, inFile).chosen(patterns);
  }
}
