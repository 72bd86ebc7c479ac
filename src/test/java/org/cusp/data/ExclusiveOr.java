package org.cusp.data;

/** The four pairs of bits, in the order 00 01 10 11, and their sum modulo 2. */
final class ExclusiveOr {
  private ExclusiveOr() {}

  static DataSet data() {
    double[] bits = {0, 0, 0, 1, 1, 0, 1, 1};
    return new DataSet("xor", 4, 2, bits, new Targets.Classes(new int[] {0, 1, 1, 0}, 2));
  }
}
