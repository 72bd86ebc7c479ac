package org.cusp.spec;

import org.cusp.data.DataSet;

/** The law that made some data. */
public interface TrueLaw {
  /** The loss of each datum under the law itself, -log q(y | x) in nats. */
  double[] losses(DataSet data);
}
