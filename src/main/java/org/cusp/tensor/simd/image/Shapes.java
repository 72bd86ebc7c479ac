package org.cusp.tensor.simd.image;

import org.cusp.tensor.wiring.Convolution;

/**
 * Which convolutions are faster without columns. To make a number of a column costs as much as so
 * many of its products in BLAS, and a product here {@value #SLOWER} times as much as there, those
 * of lanes and rows that are not used too (LeNet's layers on one core with AVX-512). So few outputs
 * are for here, many for BLAS.
 */
final class Shapes {
  private static final double COLUMN = 36;
  private static final double SLOWER = 1.6;

  private Shapes() {}

  static boolean areFast(Convolution by, int lanes) {
    int width = by.columns().positions();
    double used =
        (double) width / whole(width, lanes) * by.outputs() / whole(by.outputs(), Planes.HIGH);
    boolean isKernel = by.rows().kernel() * by.columns().kernel() > 1;
    return by.groups() == 1 && isKernel && by.outputs() * (SLOWER / used - 1) < COLUMN;
  }

  private static int whole(int count, int of) {
    return (count + of - 1) / of * of;
  }
}
