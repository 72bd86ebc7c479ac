package org.cusp.format.pickle;

/** What a pickle holds of an array of numbers; what the numbers are is decided later. */
public interface PickledTensor {
  /** The lengths of the axes, none negative. */
  long[] shape();
}
