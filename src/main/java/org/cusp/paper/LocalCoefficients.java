package org.cusp.paper;

/** What the pages on the paper that introduced the local learning coefficient have in common. */
final class LocalCoefficients {
  /** Their folder. */
  static final String FOLDER = "lau2023-llc";

  static final String SOURCE =
      "E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, The local learning coefficient, AISTATS 2025,"
          + " arXiv:2308.12108";

  private LocalCoefficients() {}
}
