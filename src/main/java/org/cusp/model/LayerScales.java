package org.cusp.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.tensor.KernelProvider;

/**
 * One positive scale s_t for each tensor of a model, to be the unit of its entries: in coordinates
 * u_t = w_t / s_t ({@link RescaledModel}) an isotropic localisation is one by tensor in w,
 *
 * <pre>(gamma/2) |u - u*|^2 = (gamma/2) sum_t |w_t - w*_t|^2 / s_t^2.</pre>
 *
 * <p>For a model of layers the scales are
 *
 * <pre>
 * weights  s = r / g,  r = rms(W*),  g the geometric mean of all r; so too for other factors
 * offsets  s = q / g,  q = max(rms(b*), rms(what they are added to at w*)),
 * </pre>
 *
 * the latter over outputs and over at most {@value #MOST_DATA} data, evenly spread: in a dense
 * layer W*_l a_(l-1), a_(l-1) being what layer l gets. All weights then have the same rms g in u.
 *
 * <p><b>Why.</b> Take W_l to c_l W_l and b_l to C_l b_l, C_l = c_1 ... c_l, with all c positive and
 * C_L = 1. With positively homogeneous activations (ReLU, identity) this is the same function, but
 * an isotropic ball around w* is another set of functions. Here r_l goes with c_l, so g stays, and
 * q_l goes with C_l, since a_(l-1) goes with C_(l-1): every s_t goes as its tensor does. The loss
 * as a function of u, u*, and so the posterior in u for any gamma are exactly what they were. That
 * is why the scales are divided by the geometric mean of the weights' rms, and not by rms(w*),
 * which such a rescaling changes.
 *
 * <p>A bias cannot be its own unit, since it may be zero or tiny at w*. The pre-activation to which
 * it is added is never small by accident: moving a bias by a fraction of it has the effect of
 * moving the layer's weights by about the same fraction. Where that vanishes too (a layer that gets
 * nothing, or without weights), q_l = r_l sqrt(inputs) q_(l-1) with q_0 = rms(x), or 1 without
 * inputs: the size it has for weights of this rms without correlations.
 *
 * <p>A layer whose weights are all zero says nothing of its scale. It gets the r_l that makes the
 * product of the gains r_l sqrt(inputs_l) over all layers 1, in equal shares if there are several.
 * One such layer so keeps the scales' equivariance.
 *
 * <p>Of other models the layers are not known: s_t = rms(w*_t) / g with g the geometric mean over
 * the tensors that are not zero, and 1 for those that are.
 *
 * @param byTensor by the name of the tensor, positive
 */
public record LayerScales(Map<String, Double> byTensor) {
  /** A scale need not be known to better than a few percent, but must not depend on the run. */
  public static final int MOST_DATA = 256;

  public LayerScales {
    byTensor.forEach((name, scale) -> Check.positive("scale of " + name, scale));
    byTensor = Map.copyOf(byTensor);
  }

  /**
   * The scales at a parameter.
   *
   * @param w all parameters of the model, finite
   * @param data of which the inputs are used
   * @param kernels that compute what layers make of them
   */
  public static LayerScales of(Model model, double[] w, DataSet data, KernelProvider kernels) {
    Check.equal("parameters", w.length, model.size());
    return model instanceof LayeredModel network
        ? LayerSizes.of(network, w, data, kernels).scales()
        : byTensor(model.parameters(), w);
  }

  private static LayerScales byTensor(ParamSpace space, double[] w) {
    Map<String, Double> sizes = new LinkedHashMap<>();
    space.tensors().forEach(tensor -> sizes.put(tensor.name(), rms(w, tensor)));
    double centre =
        Math.exp(
            sizes.values().stream()
                .filter(size -> size > 0)
                .mapToDouble(Math::log)
                .average()
                .orElse(0));
    sizes.replaceAll((name, size) -> size > 0 ? size / centre : 1);
    return new LayerScales(sizes);
  }

  static double rms(double[] w, ParamSpace.Tensor tensor) {
    return rms(Arrays.copyOfRange(w, tensor.offset(), tensor.offset() + tensor.size()));
  }

  /** Safe where squares would overflow or vanish. */
  static double rms(double[] values) {
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    if (largest == 0) {
      return 0;
    }
    double sum = Arrays.stream(values).map(x -> (x / largest) * (x / largest)).sum();
    return largest * Math.sqrt(sum / values.length);
  }

  /**
   * The scale of a tensor.
   *
   * @throws InvalidInput if there is none of this name
   */
  public double of(ParamSpace.Tensor tensor) {
    Double scale = byTensor.get(tensor.name());
    if (scale == null) {
      throw new InvalidInput("no scale for tensor " + tensor.name());
    }
    return scale;
  }
}
