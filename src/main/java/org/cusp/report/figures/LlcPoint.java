package org.cusp.report.figures;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.Nearest;

/**
 * The local learning coefficient of one checkpoint, with its diagnostics.
 *
 * @param step optimiser steps done at the checkpoint, from 0
 * @param value the estimate (dimensionless); NaN or infinite when there is none
 * @param se its standard error; NaN when unknown
 * @param rhat rank-normalised split R-hat of the draws; NaN when undefined
 * @param ess effective sample size over all chains; NaN when undefined
 * @param status the verdict: {@code trusted}, {@code doubtful} or {@code rejected}
 * @param reasons what the verdict rests on, in words
 * @param lossAtCheckpoint training loss over all the data, in nats per datum; NaN when unknown
 */
public record LlcPoint(
    long step,
    double value,
    double se,
    double rhat,
    double ess,
    String status,
    List<String> reasons,
    double lossAtCheckpoint) {

  public static final String TRUSTED = "trusted";
  public static final String DOUBTFUL = "doubtful";
  public static final String REJECTED = "rejected";

  static final List<String> STATUSES = List.of(TRUSTED, DOUBTFUL, REJECTED);

  public LlcPoint {
    Check.atLeast("step", step, 0);
    if (!STATUSES.contains(status)) {
      throw Nearest.unknown("verdict", String.valueOf(status), STATUSES);
    }
    reasons = List.copyOf(reasons);
  }
}
