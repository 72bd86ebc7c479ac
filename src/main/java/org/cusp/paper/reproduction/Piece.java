package org.cusp.paper.reproduction;

import java.util.function.Function;

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
    /**
     * The row, or what can be said of it by now: one with a text in {@link Row#UNFINISHED} is gone
     * on with by the next run.
     */
    Row row(Estimation estimation, Sitting sitting);
  }

  /** Of a row that is computed in one go and keeps nothing beside it. */
  public Piece(String id, String settings, Function<Estimation, Row> work) {
    this(id, settings, (estimation, sitting) -> work.apply(estimation));
  }
}
