package org.cusp.tensor;

import java.util.Arrays;

/** The operations on wirings by any provider's memory, a datum at a time on the host. */
final class HostWiring {
  private HostWiring() {}

  static void sums(MatrixStack source, Wiring wiring, double factor, MatrixStack target) {
    double[] x = new double[wiring.inputs() + 1];
    double[] y = new double[wiring.outputs()];
    int[] places = wiring.places();
    int terms = wiring.terms();
    for (int chain = 0; chain < target.count(); chain++) {
      for (int row = 0; row < target.rows(); row++) {
        load(source, chain, row, x);
        for (int j = 0; j < y.length; j++) {
          double sum = 0;
          for (int k = j * terms; k < (j + 1) * terms; k++) {
            sum += x[places[k]];
          }
          y[j] = factor * sum;
        }
        store(y, target, chain, row);
      }
    }
  }

  static void maxima(MatrixStack source, Wiring windows, MatrixStack target) {
    double[] x = new double[windows.inputs() + 1];
    double[] y = new double[windows.outputs()];
    int[] places = windows.places();
    int terms = windows.terms();
    for (int chain = 0; chain < target.count(); chain++) {
      for (int row = 0; row < target.rows(); row++) {
        load(source, chain, row, x);
        x[windows.inputs()] = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < y.length; j++) {
          double largest = Double.NEGATIVE_INFINITY;
          for (int k = j * terms; k < (j + 1) * terms; k++) {
            largest = Math.max(largest, x[places[k]]);
          }
          y[j] = largest;
        }
        store(y, target, chain, row);
      }
    }
  }

  static void maximaBackward(
      MatrixStack source,
      MatrixStack maxima,
      Wiring windows,
      MatrixStack delta,
      MatrixStack target) {
    double[] x = new double[windows.inputs() + 1];
    double[] back = new double[windows.inputs() + 1];
    double[] y = new double[windows.outputs()];
    double[] d = new double[windows.outputs()];
    int[] places = windows.places();
    int terms = windows.terms();
    for (int chain = 0; chain < target.count(); chain++) {
      for (int row = 0; row < target.rows(); row++) {
        load(source, chain, row, x);
        x[windows.inputs()] = Double.NEGATIVE_INFINITY;
        load(maxima, chain, row, y);
        load(delta, chain, row, d);
        Arrays.fill(back, 0);
        for (int j = 0; j < y.length; j++) {
          for (int k = j * terms; k < (j + 1) * terms; k++) {
            if (x[places[k]] == y[j]) {
              back[places[k]] += d[j];
              break;
            }
          }
        }
        store(back, target, chain, row);
      }
    }
  }

  private static void load(MatrixStack matrix, int chain, int row, double[] out) {
    int width = matrix.columns();
    matrix.slab().load(matrix.slab().rowOf(chain), matrix.offset() + row * width, out, width);
  }

  private static void store(double[] values, MatrixStack matrix, int chain, int row) {
    int width = matrix.columns();
    matrix.slab().store(chain, matrix.offset() + row * width, values, width);
  }
}
