package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cusp.tensor.KernelProvider;

/** What every network of layers keeps, whatever its layers are; a new layer's test calls it. */
final class LayerContract {
  private LayerContract() {}

  /** Gradients agree with central differences in float64 to 1e-7, on all kernels. */
  static void gradientsAgreeWithCentralDifferences(LayerNetwork model) {
    double[] other = Examples.normals(7, model.size());
    double[] w = Examples.normals(8, model.size());
    for (KernelProvider provider : KernelProvider.usable()) {
      double[] computed =
          Examples.evaluate(model, provider.create(), List.of(other, w)).gradients()[1];
      double[] differences = Examples.differences(model, provider.create(), w);
      assertThat(Examples.distance(computed, differences)).as(provider.id()).isLessThan(1e-7);
    }
  }

  /** The gradient of a tensor is the same, to the bit, where all others are frozen. */
  static void everyTensorMayBeFreeAlone(LayerNetwork model) {
    double[] w = Examples.normals(8, model.size());
    double[] whole =
        Examples.evaluate(model, KernelProvider.best().create(), List.of(w)).gradients()[0];
    for (ParamSpace.Tensor tensor : model.parameters().tensors()) {
      Restriction alone =
          Restriction.matching(model.parameters(), List.of(new TensorPattern(tensor.name())));
      RestrictedModel part = RestrictedModel.of(model, alone, w);
      double[] gradient =
          Examples.evaluate(part, KernelProvider.best().create(), List.of(part.fromWhole(w)))
              .gradients()[0];
      assertThat(gradient).as(tensor.name()).isEqualTo(alone.select(whole));
    }
  }
}
