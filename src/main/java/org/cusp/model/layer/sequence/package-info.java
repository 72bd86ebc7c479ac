/**
 * Layers of sequences [positions, width]: what mixes positions, chooses among them or tells them
 * apart. What treats each position alike is a layer of vectors. May import {@code model.layer},
 * {@code data}, {@code tensor} and all below. Begin with {@link
 * org.cusp.model.layer.sequence.Select}.
 */
package org.cusp.model.layer.sequence;
