package org.cusp.model;

import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * A model in coordinates u_t = w_t / s_t, one positive scale for each tensor: what is isotropic in
 * u, a localisation or a sampler's noise, is scaled by tensor in w. Loss and outputs are those of
 * the base model at w; the gradient is d/du_t = s_t d/dw_t.
 *
 * <p>The change of coordinates multiplies volumes by a constant, so a posterior without
 * localisation and its LLC do not change.
 *
 * @param base the model in w; a {@link RestrictedModel} may be one
 * @param scales of at least the tensors of the base model
 */
public record RescaledModel(Model base, LayerScales scales) implements Model {
  public RescaledModel {
    base.parameters().tensors().forEach(scales::of);
  }

  @Override
  public String type() {
    return base.type();
  }

  @Override
  public String describe() {
    return base.describe();
  }

  @Override
  public ParamSpace parameters() {
    return base.parameters();
  }

  @Override
  public List<ParamSpace.Tensor> offsets() {
    return base.offsets();
  }

  @Override
  public List<ParamSpace.Tensor> fixed() {
    return base.fixed();
  }

  @Override
  public int inputs() {
    return base.inputs();
  }

  @Override
  public double multiplications() {
    return base.multiplications();
  }

  @Override
  public void requireInputs(DataSet data) {
    base.requireInputs(data);
  }

  @Override
  public int sliceUpTo(int most) {
    return base.sliceUpTo(most);
  }

  @Override
  public Likelihood likelihood() {
    return base.likelihood();
  }

  @Override
  public double[] initialise(RandomStream stream) {
    return fromBase(base.initialise(stream));
  }

  @Override
  public boolean isLinearInInputs() {
    return base.isLinearInInputs();
  }

  @Override
  public Evaluator evaluator(Kernels kernels, Slab u, int capacity) {
    return new RescaledEvaluator(this, kernels, u, capacity);
  }

  @Override
  public boolean isOnHost() {
    return base.isOnHost();
  }

  /** u of w. */
  public double[] fromBase(double[] w) {
    double[] u = w.clone();
    for (ParamSpace.Tensor tensor : parameters().tensors()) {
      double scale = scales.of(tensor);
      for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
        u[i] /= scale;
      }
    }
    return u;
  }

  /** w of u. */
  public double[] toBase(double[] u) {
    double[] w = u.clone();
    for (ParamSpace.Tensor tensor : parameters().tensors()) {
      double scale = scales.of(tensor);
      for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
        w[i] *= scale;
      }
    }
    return w;
  }
}
