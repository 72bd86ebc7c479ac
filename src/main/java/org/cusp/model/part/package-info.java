/**
 * Parameters of a model by what users call them: tensors by patterns, heads, layers and embeddings
 * of transformers, channels. May import {@code model} and all below. Begin with {@link
 * org.cusp.model.part.ModelParts}.
 */
package org.cusp.model.part;
