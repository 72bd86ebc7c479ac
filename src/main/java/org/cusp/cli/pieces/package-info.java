/**
 * A command's work in pieces: as a list, as the share of one process, or done by a cluster. May
 * import {@code cli.session}, {@code cli.spread}, {@code cli.options}, {@code cli.format} and the
 * floors below. Begin with {@link org.cusp.cli.pieces.InPieces}.
 */
package org.cusp.cli.pieces;
