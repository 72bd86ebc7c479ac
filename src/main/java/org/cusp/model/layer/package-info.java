/**
 * What a layer of a network is, forward and backward passes written by hand; layers that treat each
 * vector alike, and compositions. Rooms: {@code image}, {@code sequence}, and {@code registry}, by
 * which spec files name them all. A new layer is one file in a room and one line there. May import
 * {@code data}, {@code tensor} and all below. Begin with {@link org.cusp.model.layer.Layer} and
 * {@link org.cusp.model.layer.Dense}.
 */
package org.cusp.model.layer;
