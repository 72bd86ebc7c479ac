package org.cusp.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Steps of a graph, one after the other; some operators only change the step before them. */
final class GraphSteps {
  private final List<Step> steps = new ArrayList<>();

  /** All of them, as they are now. */
  List<Step> list() {
    return List.copyOf(steps);
  }

  void add(Step step) {
    steps.add(step);
  }

  /** One factor for all after a function of every number is part of it. */
  void addPerChannel(Step.PerChannel step) {
    Step last = steps.isEmpty() ? step : steps.get(steps.size() - 1);
    boolean one = step.scale().length == 1;
    if (one && last instanceof Step.Elementwise before && before.nonlinearity().isEmpty()) {
      steps.remove(steps.size() - 1);
      DoubleUnaryOperator whole =
          before.function().andThen(z -> step.scale()[0] * z + step.shift()[0]);
      steps.add(Step.Elementwise.matched(before.name(), whole));
    } else {
      steps.add(step);
    }
  }

  /**
   * Makes these numbers, one for each channel, a bias of the last step, where that is a product.
   *
   * @param name what the file calls them
   * @param flat whether the data are one row for each example
   * @return whether it was one
   */
  boolean addBias(double[] values, String name, boolean flat) {
    Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last instanceof Step.Affine before && flat) {
      double[] bias = sum(before.bias(), values);
      Step.Source source = new Step.Source(before.source().weight(), name);
      steps.set(steps.size() - 1, new Step.Affine(before.weight(), bias, source));
      return true;
    }
    if (last instanceof ImageStep.Convolution before && before.bias().length == values.length) {
      Step.Source source = new Step.Source(before.source().weight(), name);
      steps.set(
          steps.size() - 1,
          new ImageStep.Convolution(
              before.window(),
              before.channels(),
              before.groups(),
              before.weight(),
              sum(before.bias(), values),
              source));
      return true;
    }
    return false;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }
}
