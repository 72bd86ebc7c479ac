package org.cusp.paper.reproduction;

/**
 * The work behind one row of a reproduction.
 *
 * @param id names it among the pieces of its reproduction
 * @param settings all that its result depends on, in words; a stored row with the same id and the
 *     same settings is not computed again
 */
public record Piece(String id, String settings, Work work) {
  /** What computes the row. */
  public interface Work {
    Row row(Estimation estimation);
  }
}
