package org.cusp.run;

import org.cusp.posterior.Posterior;

/** Draws of replica exchange. */
public record TemperedDraws(
    double[] betas,
    double[][][] energy,
    double[] swapAcceptance,
    double[] acceptance,
    int[] roundTrips,
    Posterior posterior,
    double lossAtCentre,
    long gradientEvaluations,
    double seconds) {}
