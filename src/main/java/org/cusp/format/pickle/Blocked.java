package org.cusp.format.pickle;

/** A tensor that cannot be had, because it depends on something that the reader does not know. */
public record Blocked(Global by) {}
