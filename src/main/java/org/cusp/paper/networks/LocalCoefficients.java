package org.cusp.paper.networks;

/** What the pages on the paper that introduced the local learning coefficient have in common. */
public final class LocalCoefficients {
  /** Their folder. */
  public static final String FOLDER = "lau2023-llc";

  public static final String SOURCE =
      "E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, The local learning coefficient, AISTATS 2025,"
          + " arXiv:2308.12108";

  private LocalCoefficients() {}
}
