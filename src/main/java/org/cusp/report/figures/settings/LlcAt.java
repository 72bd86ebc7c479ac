package org.cusp.report.figures.settings;

/**
 * The LLC at one value of a setting.
 *
 * @param at the step size, gamma or nBeta
 * @param value the LLC; NaN or infinite where there is none
 * @param se its standard error; NaN when unknown
 */
public record LlcAt(double at, double value, double se) {}
