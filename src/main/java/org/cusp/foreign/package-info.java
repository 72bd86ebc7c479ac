/**
 * Checkpoints that other programmes wrote: what their tensors are for, which architecture they
 * show, and the function of those that can be evaluated: by the layers of {@code model} where it
 * can be sampled, else step by step. May import {@code model} and all below. Begin with {@link
 * org.cusp.foreign.Recogniser}.
 */
package org.cusp.foreign;
