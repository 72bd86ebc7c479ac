/**
 * LLCs as they are published: with the settings of a tool or a paper, beside what they would have
 * converged to. May import {@code estimate} itself and all below, not its other rooms. Begin with
 * {@link org.cusp.estimate.like.Recipes}, then {@link org.cusp.estimate.like.FieldEstimate}.
 */
package org.cusp.estimate.like;
