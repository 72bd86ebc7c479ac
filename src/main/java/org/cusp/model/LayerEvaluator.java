package org.cusp.model;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cusp.model.batch.Batch;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.Tensors;
import org.cusp.model.layer.Workspace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * Passes through the layers of a model, each tensor read from and its gradient written to a place
 * of its own. Gradients that are not wanted are not computed, and the way back ends at the lowest
 * layer of which one is.
 */
final class LayerEvaluator implements PlacedEvaluator {
  private final Kernels kernels;
  private final Likelihood likelihood;
  private final Map<String, ParamSpace.Tensor> tensors;
  private final Workspace workspace;
  private final LayerPass pass;
  private final Optional<Buffer> slopes;
  private Places bound;

  LayerEvaluator(LayeredModel model, Kernels kernels, Places values, int capacity) {
    this.kernels = kernels;
    this.likelihood = model.likelihood();
    this.tensors = byName(model.parameters());
    this.workspace = new Workspace(values::zerosBeside, capacity);
    this.pass =
        model
            .layers()
            .bind(Binding.ofData(kernels, places(tensors, values), workspace, model.inputShape()));
    // The likelihood writes the gradient over the outputs, which the last layer may need again.
    this.slopes =
        model.layers().saves().contains(Layer.Saved.OUTPUT)
            ? Optional.of(workspace.own(likelihood.outputs()))
            : Optional.empty();
  }

  static Map<String, ParamSpace.Tensor> byName(ParamSpace space) {
    return space.tensors().stream()
        .collect(Collectors.toMap(ParamSpace.Tensor::name, Function.identity()));
  }

  static Tensors places(Map<String, ParamSpace.Tensor> tensors, Places places) {
    return name -> Optional.ofNullable(tensors.get(name)).flatMap(places::matrix);
  }

  @Override
  public MatrixStack outputs(Batch batch) {
    return pass.forward(batch.inputs());
  }

  private MatrixStack outputsToReplace(Batch batch) {
    MatrixStack outputs = outputs(batch);
    if (slopes.isEmpty()) {
      return outputs;
    }
    MatrixStack copy = slopes.get().rows(batch.size());
    kernels.scale(outputs, 1, copy);
    return copy;
  }

  @Override
  public void losses(Batch batch, Slab losses) {
    likelihood.losses(kernels, outputsToReplace(batch), batch.targets(), 0, losses);
  }

  @Override
  public void lossesAndGradient(Batch batch, Places gradient, Slab losses) {
    if (bound != gradient) {
      pass.want(places(tensors, gradient));
      bound = gradient;
    }
    MatrixStack delta = outputsToReplace(batch);
    likelihood.losses(kernels, delta, batch.targets(), 1.0 / batch.size(), losses);
    pass.gradients(delta);
  }

  @Override
  public void close() {
    workspace.close();
  }
}
