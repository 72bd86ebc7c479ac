package org.cusp.problem;

import org.cusp.data.DataSet;

/** The true law of the data. */
public interface DataLaw {
  /** A data set of n examples, a pure function of n and the seed. */
  DataSet draw(int n, long seed);
}
