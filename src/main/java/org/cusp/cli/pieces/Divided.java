package org.cusp.cli.pieces;

import java.util.List;
import org.cusp.cli.spread.Piece;

/** A command's work as pieces of which none needs another. */
public interface Divided {
  /**
   * All of them, in the same order and with the same names in every process.
   *
   * @throws org.cusp.contract.InvalidInput where their results would lie nowhere
   */
  List<Part> parts();

  /** Does one and keeps what it finds, where the whole command looks for it. */
  void run(Piece piece);

  /** A piece, and whether what it finds is there. */
  record Part(Piece piece, boolean done) {}
}
