package org.cusp.model.layer;

/**
 * A layer in a composition.
 *
 * @param name what the names of its parameters begin with
 */
public record Part(String name, Layer layer) {}
