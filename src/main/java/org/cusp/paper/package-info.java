/**
 * Reproductions of published experiments: each one's settings, the source's numbers, ours beside
 * them. {@link org.cusp.paper.Reproductions} lists them; {@link
 * org.cusp.paper.reproduction.ReproductionRun} runs one.
 */
package org.cusp.paper;
