package org.cusp.model;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.Leaf;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.Unchanged;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/** A model that is a sequence of layers and nothing else; whatever is asked of it, they know. */
public interface LayeredModel extends PlacedModel {
  /** The layers, which fit each other and the input. */
  Sequential layers();

  @Override
  Shape inputShape();

  @Override
  default int inputs() {
    return inputShape().size();
  }

  /** Whether any of its layers makes a sequence. */
  default boolean isOfSequences() {
    return Leaf.of(layers(), inputShape()).stream()
        .anyMatch(leaf -> leaf.layer().output(leaf.input()).axes().size() == 2);
  }

  /** No layer of sequences makes more than 2^21 numbers of a slice. */
  @Override
  default int sliceUpTo(int most) {
    int widest =
        Leaf.of(layers(), inputShape()).stream()
            .map(leaf -> leaf.layer().output(leaf.input()))
            .filter(shape -> shape.axes().size() == 2)
            .mapToInt(Shape::size)
            .max()
            .orElse(1);
    return Math.max(1, Math.min(most, (1 << 21) / widest));
  }

  @Override
  default double multiplications() {
    return Math.max(size(), layers().flops(inputShape()) / 2);
  }

  @Override
  default void requireInputs(DataSet data) {
    layers().requireData(data);
  }

  @Override
  default ParamSpace parameters() {
    ParamSpace.Builder space = new ParamSpace.Builder();
    for (Parameter parameter : layers().parameters(inputShape())) {
      space.add(parameter.name(), parameter.shape().axes().toArray(Integer[]::new));
    }
    return space.build();
  }

  @Override
  default List<ParamSpace.Tensor> offsets() {
    if (!(likelihood() instanceof Likelihood.Gaussian)) {
      return List.of();
    }
    List<String> names = layers().offsets(inputShape()).stream().map(Parameter::name).toList();
    return parameters().tensors().stream().filter(it -> names.contains(it.name())).toList();
  }

  @Override
  default List<ParamSpace.Tensor> fixed() {
    List<String> names =
        layers().parameters(inputShape()).stream()
            .filter(parameter -> parameter.role().isFixed())
            .map(Parameter::name)
            .toList();
    return names.isEmpty()
        ? List.of()
        : parameters().tensors().stream().filter(it -> names.contains(it.name())).toList();
  }

  @Override
  default List<String> remarks() {
    boolean drops =
        Leaf.of(layers(), inputShape()).stream()
            .anyMatch(leaf -> leaf.layer() == Unchanged.DROPOUT);
    return drops
        ? List.of(
            "dropout drops nothing, in training too: a posterior is of the network in evaluation")
        : List.of();
  }

  @Override
  default boolean isLinearInInputs() {
    return layers().isLinear();
  }

  @Override
  default boolean isOnHost() {
    return layers().isOnHost();
  }

  /** Weights N(0, gain / fan-in), see {@link Layer#gain}; scales 1; offsets 0. */
  @Override
  default double[] initialise(RandomStream stream) {
    return initialise(weight -> Math.sqrt(weight.gain() / weight.fanIn()), stream);
  }

  /** Weights N(0, deviation^2 of the tensor); scales 1; offsets 0. */
  default double[] initialise(ToDoubleFunction<Parameter> deviation, RandomStream stream) {
    double[] w = new double[size()];
    int at = 0;
    for (Parameter parameter : layers().parameters(inputShape())) {
      int end = at + parameter.shape().size();
      double scale =
          parameter.role() == Parameter.Role.WEIGHT ? deviation.applyAsDouble(parameter) : 0;
      for (; at < end; at++) {
        w[at] =
            switch (parameter.role()) {
              case WEIGHT -> scale * stream.normal(0, at);
              case SCALE, VARIANCE -> 1;
              case OFFSET, MEAN -> 0;
            };
      }
    }
    return w;
  }

  @Override
  default Evaluator training(Kernels kernels, Slab w, Slab next, int capacity) {
    if (fixed().isEmpty()) {
      return evaluator(kernels, w, capacity);
    }
    ParamSpace space = parameters();
    return new WholeEvaluator(
        space,
        LayerEvaluator.training(
            this, kernels, Places.of(space, w), Places.of(space, next), capacity));
  }

  @Override
  default PlacedEvaluator placed(Kernels kernels, Places values, int capacity) {
    return new LayerEvaluator(this, kernels, values, capacity);
  }
}
