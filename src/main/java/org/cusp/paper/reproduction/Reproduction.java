package org.cusp.paper.reproduction;

import java.util.List;
import java.util.Map;

/** One published experiment and how it is done here: a file of this package for each. */
public interface Reproduction {
  /** Its name on the command line and of its folder. */
  String key();

  /** What is reproduced, in one line. */
  String title();

  /** The source, with an identifier that finds it. */
  String citation();

  /** What the source claims, and what here is like and unlike its experiment, in sentences. */
  List<String> claim();

  /** The settings that all its rows share, by name, for people to read. */
  Map<String, String> settings(Size size);

  /** The rows to compute, in the order of the table. */
  List<Piece> pieces(Size size, long seed);

  /**
   * More rows to compute, after all others, which those that are there call for. Asked again until
   * there is nothing new.
   */
  default List<Piece> further(Size size, long seed, List<Row> rows) {
    return List.of();
  }

  /**
   * Whether the findings set certain rows against each other, so that they are told when all are
   * there and the page has the rows until then. Otherwise there are findings of any rows.
   */
  default boolean comparesRows() {
    return false;
  }

  /** What the rows say, of which there is one at least. */
  Findings findings(List<Row> rows, ExpectedTable expected);
}
