/**
 * Functions and sums on the vectors of the processor, which other rooms make their loops of. May
 * import {@code tensor} and all below. Begin with {@link org.cusp.tensor.simd.lanes.FloatMath}.
 */
package org.cusp.tensor.simd.lanes;
