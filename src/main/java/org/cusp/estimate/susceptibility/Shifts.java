package org.cusp.estimate.susceptibility;

import org.cusp.estimate.influence.CovarianceBlock.Range;

/**
 * Where what a shift of the data changes stands in a store of draws: L_n(w) - L_n(w*), the
 * observables phi of components, l_z(w) - L_n(w) of each datum z less what it is at w*, then the
 * mean of these.
 *
 * @param observables how many components have one of their own; 0 where L_n is that of the one
 *     component that moves
 * @param data how many z there are
 */
record Shifts(int observables, int data) {
  /** Where L_n stands. */
  static final Range LOSS = new Range(0, 1);

  int columns() {
    return data + observables + 2;
  }

  /** Columns by which the mixing of the chains is judged: all but the last. */
  int judged() {
    return columns() - 1;
  }

  /** What a component answers by. */
  Range observable(int component) {
    return observables == 0 ? LOSS : new Range(1 + component, 1);
  }

  /** Of some z. */
  Range of(int from, int count) {
    return new Range(1 + observables + from, count);
  }

  /** Of all z together. */
  Range mean() {
    return new Range(1 + observables + data, 1);
  }
}
