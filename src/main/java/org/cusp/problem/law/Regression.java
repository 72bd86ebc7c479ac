package org.cusp.problem.law;

import org.cusp.model.AnalyticFunction;

/**
 * The model N(g(x, w), sigma^2 I) and a parameter of it.
 *
 * @param function g
 * @param outputs of g
 * @param truth w*
 */
public record Regression(AnalyticFunction function, int outputs, double[] truth, double sigma) {}
