package org.cusp.paper.reproduction;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.state.FileBookmark;

/**
 * How far one run of a reproduction goes. What it does not come to is left to the next one, which
 * goes on.
 *
 * @param folder of the reproduction: what is larger than a row is kept there
 * @param until no row is begun after this moment
 * @param rows only those whose id contains this text; empty for all
 * @param keeping where the row at work keeps its state
 */
public record Sitting(Path folder, Deadline until, String rows, Keeping keeping) {
  /** What goes on in another process where this one is stopped. */
  public interface Keeping {
    /** Rows alone. */
    Keeping NONE =
        new Keeping() {
          @Override
          public Optional<FileBookmark> row(Path folder, Map<String, String> facts) {
            return Optional.empty();
          }

          @Override
          public boolean isEnding() {
            return false;
          }

          @Override
          public boolean isRestart() {
            return false;
          }
        };

    /** The state of a row at work; facts are what it depends on, beside kernels and version. */
    Optional<FileBookmark> row(Path folder, Map<String, String> facts);

    /** Whether the process has been told to end. */
    boolean isEnding();

    /** Whether rows that are asked for are computed anew, whatever is there of them. */
    boolean isRestart();
  }

  /** Where rows alone are kept. */
  public Sitting(Path folder, Deadline until, String rows) {
    this(folder, until, rows, Keeping.NONE);
  }

  /** All rows, in as long as they take. */
  public static Sitting whole(Path folder) {
    return new Sitting(folder, Deadline.never(), "");
  }

  /** Whether a row that is there is to be computed anew. */
  boolean replaces(Piece piece) {
    return keeping.isRestart() && comesTo(piece);
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
