package org.cusp.paper.reproduction;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;

/**
 * How far one run of a reproduction goes. What it does not come to is left to the next one, which
 * goes on.
 *
 * @param folder of the reproduction: what is larger than a row is kept there
 * @param until no row is begun after this moment
 * @param rows only those whose id contains this text; empty for all
 */
public record Sitting(Path folder, Deadline until, String rows) {
  /** All rows, in as long as they take. */
  public static Sitting whole(Path folder) {
    return new Sitting(folder, Deadline.never(), "");
  }

  /** Whether a row that is missing is to be computed now. */
  boolean comesTo(Piece piece) {
    return !until.passed() && piece.id().contains(rows);
  }

  /**
   * The rows that are asked for are among these.
   *
   * @throws InvalidInput where none of them is
   */
  void require(Reproduction reproduction, List<Piece> pieces) {
    if (pieces.stream().noneMatch(piece -> piece.id().contains(rows))) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "--rows %s: no row of %s has that in its name; the first is '%s'",
              rows,
              reproduction.key(),
              pieces.get(0).id()));
    }
  }
}
