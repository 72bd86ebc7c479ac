/**
 * The layers that a spec file may name, and their reader. May import all rooms of {@code
 * model.layer} and what they may. Begin with {@link org.cusp.model.layer.registry.Layers}.
 */
package org.cusp.model.layer.registry;
