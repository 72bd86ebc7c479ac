/**
 * Cusp from a Java programme: models, data, samplers and observers of one's own, the results that
 * the command line prints. May import {@code estimate} and all below; neither picocli nor charts,
 * progress bars or JMH are reached from here. Begin with {@link org.cusp.api.Cusp}.
 *
 * @since 0.2.0
 */
package org.cusp.api;
