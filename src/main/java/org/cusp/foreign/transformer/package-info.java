/**
 * Transformers that files show, by the names of those who wrote them and by what a configuration
 * says: GPT-2 and nanoGPT, GPT-NeoX, Llama and Qwen2, TransformerLens, the in-context regression of
 * the icl repository, modular addition. May import {@code foreign.plan} and what that may. Begin
 * with {@link org.cusp.foreign.transformer.Transformers}.
 */
package org.cusp.foreign.transformer;
