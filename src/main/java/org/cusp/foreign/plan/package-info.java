/**
 * Layers of Cusp that the tensors of a file fill: what a recognised checkpoint becomes. May import
 * {@code model} and all below, and nothing of {@code foreign}. Begin with {@link
 * org.cusp.foreign.plan.Plan}.
 */
package org.cusp.foreign.plan;
