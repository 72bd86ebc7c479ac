package org.cusp.model.layer;

import java.util.List;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;

/**
 * A layer of a network: a function of an input and of parameters, for a batch of data and all
 * chains at once. A value, which does not know what it is given until it is asked with the shape of
 * one datum of its input. Anybody may write one.
 */
public interface Layer {
  /** What a layer needs again on the way back, and nobody may write over. */
  enum Saved {
    INPUT,
    OUTPUT
  }

  /** Its name in a spec file. */
  String type();

  /** As a spec file has it, such as "dense: 32". */
  default String describe() {
    return type();
  }

  /**
   * The shape of one datum of the output.
   *
   * @throws InvalidInput if the layer takes no such input; the message names both shapes
   */
  Shape output(Shape input);

  /**
   * Refuses data that it cannot take where they are its input.
   *
   * @param data of the shape that it gets
   */
  default void requireData(DataSet data) {}

  /** The parameters in order, each with a name of its own within the layer. */
  default List<Parameter> parameters(Shape input) {
    return List.of();
  }

  /** Those that are added to the output and do nothing else. */
  default List<Parameter> offsets(Shape input) {
    return parameters(input).stream()
        .filter(parameter -> parameter.role() == Parameter.Role.OFFSET)
        .toList();
  }

  /** Operations of a forward pass of one datum, a multiplication and an addition counting two. */
  double flops(Shape input);

  /** What its own way back reads of what it was given and gave. */
  Set<Saved> saves();

  /** By what factor the variance of weights whose sums it gets should be larger at the start. */
  default double gain() {
    return 1;
  }

  /** Whether the output is M x for some matrix M of the parameters. */
  default boolean isLinear() {
    return false;
  }

  /** Whether its passes read or write numbers on the host, beside what the kernels do. */
  default boolean isOnHost() {
    return false;
  }

  /** The layer at parameters, with the working memory of its passes. */
  LayerPass bind(Binding binding);
}
