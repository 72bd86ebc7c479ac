package org.cusp.cli.pieces;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.cusp.cli.spread.Piece;

/** A command's work as pieces of which none needs another. */
public interface Divided {
  /**
   * All of them, in the same order and with the same names in every process.
   *
   * @throws org.cusp.contract.InvalidInput where their results would lie nowhere
   */
  List<Part> parts();

  /**
   * Does these, apart from those that are done, and keeps what it finds where the command looks.
   */
  void run(List<Part> share);

  /** The list of them, with what each is foreseen to take where that is known. */
  default PieceList plan() {
    return PieceList.of(parts());
  }

  /**
   * Before anything is done or written.
   *
   * @throws org.cusp.contract.InvalidInput where pieces of other work lie there
   */
  default void check() {}

  /** Keeps what joining the pieces needs. */
  default void keepPlan() {}

  /** What joins the pieces, for people. */
  default String joining() {
    return "the same command without --shard";
  }

  /**
   * A piece.
   *
   * @param done says whether what it finds is there
   */
  record Part(Piece piece, BooleanSupplier done) {
    public boolean isDone() {
      return done.getAsBoolean();
    }
  }
}
