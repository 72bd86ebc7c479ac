/**
 * The LLC along a training: what changes from checkpoint to checkpoint, with the error of a
 * difference, and where it rests, rises and falls. May import the other rooms of {@code estimate}
 * and all below. Begin with {@link org.cusp.estimate.along.LlcAlong}.
 */
package org.cusp.estimate.along;
