/**
 * Layers of images [channels, height, width]: convolutions and pools. May import {@code
 * model.layer}, {@code data}, {@code tensor} and all below. Begin with {@link
 * org.cusp.model.layer.image.Conv2d}.
 */
package org.cusp.model.layer.image;
