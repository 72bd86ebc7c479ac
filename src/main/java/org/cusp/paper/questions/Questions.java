package org.cusp.paper.questions;

/** What the six pages on one reader's questions have in common. */
final class Questions {
  /** Their folder. */
  static final String FOLDER = "hoogland2023-questions";

  /** The post, and the comment on it that asks. */
  static final String SOURCE =
      "J. Hoogland, Neural networks generalize because of this one weird trick, LessWrong, 18"
          + " January 2023, and the comment on it by A. Garriga-Alonso";

  /** The post and the book whose theorems answer. */
  static final String SOURCE_AND_BOOK =
      SOURCE
          + "; S. Watanabe, Algebraic Geometry and Statistical Learning Theory, 2009,"
          + " doi:10.1017/CBO9780511800474";

  private Questions() {}
}
