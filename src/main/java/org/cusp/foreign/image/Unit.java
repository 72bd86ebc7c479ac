package org.cusp.foreign.image;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.PlanBuilder;

/**
 * A convolution or a dense layer in PyTorch's order, and the batch normalisation of its outputs.
 *
 * @param weight the tensor's name
 * @param bias that of its bias
 * @param norm what the names of the tensors of the normalisation begin with
 */
public record Unit(FileTensors file, String weight, Optional<String> bias, Optional<String> norm) {
  private static final String BIAS = "bias";

  /** By the usual names. */
  static Unit named(FileTensors file, String name, Optional<String> norm) {
    return new Unit(file, name + ".weight", file.first(name + ".bias"), norm);
  }

  int outputs() {
    return length(0);
  }

  int inputs() {
    return length(1);
  }

  int rows() {
    return length(2);
  }

  int columns() {
    return length(3);
  }

  private int length(int axis) {
    int[] shape = file.require(weight).shape();
    if (shape.length <= axis || shape[axis] < 1) {
      throw new InvalidInput(
          file.file()
              + ": tensor "
              + weight
              + " must have the axes of a "
              + (axis > 1 ? "convolution" : "layer")
              + ", found "
              + Arrays.toString(shape));
    }
    return shape[axis];
  }

  /** The convolution, moving so, of all that it gets. */
  void convolve(PlanBuilder plan, int stride, int padding) {
    convolve(plan, stride, padding, 1);
  }

  /**
   * The convolution, moving so.
   *
   * @param groups of channels that do not see each other
   */
  void convolve(PlanBuilder plan, int stride, int padding, int groups) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("outputs", outputs());
    keys.put("kernel", rows() == columns() ? rows() : List.of(rows(), columns()));
    if (stride > 1) {
      keys.put("stride", stride);
    }
    if (padding > 0) {
      keys.put("padding", padding);
    }
    if (groups > 1) {
      keys.put("groups", groups);
    }
    add(plan, "conv2d", keys);
  }

  /** The dense layer. */
  void dense(PlanBuilder plan) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("outputs", outputs());
    add(plan, "dense", keys);
  }

  private void add(PlanBuilder plan, String name, Map<String, Object> keys) {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("weight", weight);
    bias.ifPresent(tensor -> own.put(BIAS, tensor));
    if (bias.isEmpty()) {
      keys.put(BIAS, false);
    }
    boolean one = keys.size() == 1;
    plan.whole(Map.of(name, one ? keys.values().iterator().next() : keys), own);
  }

  /** The normalisation, where there is one. */
  void normalise(PlanBuilder plan, Open open) {
    norm.ifPresent(
        name -> {
          Map<String, String> own = new LinkedHashMap<>();
          for (String part : new String[] {"weight", BIAS, "running_mean", "running_var"}) {
            file.require(name + "." + part, outputs());
            own.put(part, name + "." + part);
          }
          boolean usual = open.eps() == Open.USUAL.eps();
          plan.whole(usual ? "batch-norm" : Map.of("batch-norm", Map.of("eps", open.eps())), own);
        });
  }
}
