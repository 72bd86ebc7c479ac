/**
 * A benchmark of LLC estimators on networks whose LLC is known: gold values by long
 * Metropolis-corrected chains, and every sampler scored against them at equal seconds. May import
 * {@code paper.reproduction}, {@code paper.linear} and the floors below {@code paper}. Begin with
 * {@link org.cusp.paper.gold.GoldBenchmark}; a new case is a line in {@link
 * org.cusp.paper.gold.GoldCases}.
 */
package org.cusp.paper.gold;
