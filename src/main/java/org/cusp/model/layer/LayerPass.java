package org.cusp.model.layer;

import org.cusp.tensor.MatrixStack;

/**
 * A layer bound to parameters and memory. Matrices have a row for each datum of the batch and a
 * column for each number of it; of each there is one for every chain, or one that all chains share.
 * Used by one thread at a time; after {@link #forward}, one call of {@link #gradients} or {@link
 * #backward} of the same batch may follow.
 */
public interface LayerPass {
  /**
   * The output, in memory of the layer's own, or in that of the input where {@link
   * Binding#mayOverwriteInput}. It stays until the next call, unless the layer after writes over
   * it, which it may where {@link Layer#saves} does not have {@link Layer.Saved#OUTPUT}.
   *
   * @param input (Input, or Modified where that is allowed)
   */
  MatrixStack forward(MatrixStack input);

  /**
   * Where gradients of the mean loss go from now on; those of parameters that have no place are not
   * computed.
   *
   * @return whether any of its parameters has a place
   */
  boolean want(Tensors gradients);

  /**
   * The end of the way back: writes the wanted gradients of the parameters.
   *
   * @param delta (Modified) gradient with respect to the output
   */
  void gradients(MatrixStack delta);

  /**
   * Writes the wanted gradients of the parameters and gives that with respect to the input. Only
   * where {@link Binding#passesBack}.
   *
   * @param delta (Modified) gradient with respect to the output; the result may be in its place
   */
  MatrixStack backward(MatrixStack delta);
}
