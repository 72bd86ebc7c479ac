package org.cusp.paper.reproduction;

import java.nio.file.Path;
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
   * Nothing, if there is anything for a page to say.
   *
   * @throws InvalidInput where there is no row at all
   */
  void require(Reproduction reproduction, int found) {
    if (found == 0) {
      throw new InvalidInput(
          reproduction.key()
              + ": no row is there"
              + (rows.isEmpty() ? "" : ", and none has '" + rows + "' in its name"));
    }
  }
}
