package org.cusp.estimate.influence;

import org.cusp.contract.InvalidInput;

/** Time was up before there were draws from which covariances can be told. */
public final class TooFewDraws extends InvalidInput {
  private static final long serialVersionUID = 1;

  TooFewDraws(String message) {
    super(message);
  }
}
