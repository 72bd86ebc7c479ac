/**
 * What is done to each element of some slabs in one sweep: terms, updates made of them, and the
 * updates of samplers and optimisers with their parameters. A new one needs no kernel. May import
 * {@code contract}. Begin with {@link org.cusp.tensor.update.Update}.
 */
package org.cusp.tensor.update;
