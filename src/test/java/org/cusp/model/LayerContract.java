package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.tensor.KernelProvider;

/** What every network of layers keeps, whatever its layers are; a new layer's test calls it. */
final class LayerContract {
  private LayerContract() {}

  /**
   * On all kernels the losses are the same, and gradients agree with central differences of them in
   * float64 to 1e-7.
   */
  static void gradientsAgreeWithCentralDifferences(LayerNetwork model) {
    List<double[]> chains =
        List.of(Examples.normals(7, model.size()), Examples.normals(8, model.size()));
    KernelProvider best = KernelProvider.best();
    double[] differences = Examples.differences(model, best.create(), chains.get(1));
    double[] losses = Examples.evaluate(model, best.create(), chains).losses()[1];
    for (KernelProvider provider : KernelProvider.usable()) {
      Examples.Evaluation found = Examples.evaluate(model, provider.create(), chains);
      assertThat(found.losses()[1]).as(provider.id()).containsExactly(losses, within(1e-11));
      assertThat(Examples.distance(found.gradients()[1], differences))
          .as(provider.id())
          .isLessThan(1e-7);
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
