package org.cusp.model.part;

/** Sees, and may change, what a component of a network makes of some data. */
@FunctionalInterface
public interface Tap {
  /**
   * After a forward pass of some data, which come in the order of the data.
   *
   * @param made (Modified) what the component makes of each, one datum after the other
   * @param rows how many data
   */
  void see(double[] made, int rows);
}
