/**
 * Replica exchange: chains with a replica at every temperature between a prior and its posterior,
 * or at every weight of a datum, and what they drew. May import {@code run.observer}, {@code
 * sampler} and all below. Begin with {@link org.cusp.run.replica.TemperedChains}.
 */
package org.cusp.run.replica;
