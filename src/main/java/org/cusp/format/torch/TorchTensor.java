package org.cusp.format.torch;

import org.cusp.format.ElementType;
import org.cusp.format.Strides;
import org.cusp.format.pickle.PickledTensor;

/**
 * A tensor as a pickle describes it: a view of a storage.
 *
 * @param type of its numbers: the storage's, but where that is of bytes
 */
record TorchTensor(TorchStorage storage, ElementType type, Strides strides)
    implements PickledTensor {
  @Override
  public long[] shape() {
    return strides.shape().clone();
  }
}
