/**
 * Pieces of a command's work for other processes, on a cluster. What goes to them and comes back is
 * words, numbers and files, no object of the library. May import {@code run} and the floors below.
 * Begin with {@link org.cusp.cli.spread.Cluster}.
 */
package org.cusp.cli.spread;
