/**
 * Data in tensor memory, and batches of them for all chains at once. May import {@code data},
 * {@code tensor} and all below. Begin with {@link org.cusp.model.batch.TensorData}.
 */
package org.cusp.model.batch;
