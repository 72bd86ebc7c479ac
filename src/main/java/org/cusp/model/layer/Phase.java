package org.cusp.model.layer;

import java.util.function.UnaryOperator;

/** What a network is bound to its parameters for. */
public sealed interface Phase {
  /** Of the parameters. */
  Tensors values();

  /** With other names of the tensors. */
  Phase renamed(UnaryOperator<String> names);

  /** That of a part of a layer. */
  default Phase of(String part) {
    return renamed(name -> part + "." + name);
  }

  /** The function of one datum, with the statistics that training left. */
  record Evaluation(Tensors values) implements Phase {
    @Override
    public Phase renamed(UnaryOperator<String> names) {
      return new Evaluation(name -> values.matrix(names.apply(name)));
    }
  }

  /**
   * A step of training, in which a layer may take the statistics of the batch.
   *
   * @param next where a forward pass writes what the fixed tensors are after the step
   */
  record Training(Tensors values, Tensors next) implements Phase {
    @Override
    public Phase renamed(UnaryOperator<String> names) {
      return new Training(
          name -> values.matrix(names.apply(name)), name -> next.matrix(names.apply(name)));
    }
  }
}
