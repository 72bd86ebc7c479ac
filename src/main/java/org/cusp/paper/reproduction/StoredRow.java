package org.cusp.paper.reproduction;

/**
 * A row as it is kept, so that it need not be computed again.
 *
 * @param id of its piece
 * @param settings of its piece
 * @param revision of the source that computed it
 */
public record StoredRow(String id, String settings, String revision, Row row) {
  /** Whether nothing is left to be done. */
  boolean isWhole() {
    return row.text(Row.UNFINISHED).isEmpty();
  }

  /** Whether this is the row of a piece. */
  boolean answers(Piece piece) {
    return id.equals(piece.id()) && settings.equals(piece.settings());
  }
}
