/**
 * Counter-based random numbers, addressed by seed, purpose, chain and step. Imports {@code
 * contract} only. Begin with {@link org.cusp.rng.RandomStream}.
 */
package org.cusp.rng;
