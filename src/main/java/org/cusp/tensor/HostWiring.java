package org.cusp.tensor;

import java.util.Arrays;
import org.cusp.tensor.wiring.Wiring;

/** The operations on wirings and tables by any provider's memory, on the host. */
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

  static void lookUp(MatrixStack ids, MatrixStack table, MatrixStack target) {
    double[] numbers = new double[ids.size()];
    double[] row = new double[table.columns()];
    for (int chain = 0; chain < target.count(); chain++) {
      ids.slab().load(ids.slab().rowOf(chain), ids.offset(), numbers, numbers.length);
      for (int at = 0; at < numbers.length; at++) {
        load(table, chain, (int) numbers[at], row);
        store(row, target, chain, at);
      }
    }
  }

  static void lookUpBackward(MatrixStack ids, MatrixStack delta, double beta, MatrixStack sums) {
    double[] numbers = new double[ids.size()];
    double[] row = new double[sums.columns()];
    double[] all = new double[sums.size()];
    for (int chain = 0; chain < sums.count(); chain++) {
      ids.slab().load(ids.slab().rowOf(chain), ids.offset(), numbers, numbers.length);
      sums.slab().load(chain, sums.offset(), all, all.length);
      for (int i = 0; i < all.length; i++) {
        all[i] = beta == 0 ? 0 : beta * all[i];
      }
      for (int at = 0; at < numbers.length; at++) {
        load(delta, chain, at, row);
        int to = (int) numbers[at] * row.length;
        for (int j = 0; j < row.length; j++) {
          all[to + j] += row[j];
        }
      }
      sums.slab().store(chain, sums.offset(), all, all.length);
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
