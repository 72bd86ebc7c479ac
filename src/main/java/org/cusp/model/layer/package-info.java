/**
 * Layers of networks: forward and backward passes written by hand, compositions, and the registry
 * by which spec files name them. A new layer is one file here and one line in {@link
 * org.cusp.model.layer.Layers}. May import {@code data}, {@code tensor} and all below. Begin with
 * {@link org.cusp.model.layer.Layer} and {@link org.cusp.model.layer.Dense}.
 */
package org.cusp.model.layer;
