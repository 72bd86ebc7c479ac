package org.cusp.model.layer;

import org.cusp.data.Shape;
import org.cusp.tensor.MatrixStack;

/** Numbers of data that lie channel after channel, read, summed and written in double. */
final class Channels {
  private final int count;
  private final int places;
  private final double[] datum;
  private final double[] other;

  private Channels(int count, int size) {
    this.count = count;
    this.places = size / count;
    this.datum = new double[size];
    this.other = new double[size];
  }

  /** Of an image [channels, height, width], or of a vector, each number a channel. */
  static Channels of(Shape shape) {
    return new Channels(shape.axes().get(0), shape.size());
  }

  int count() {
    return count;
  }

  /** How many numbers of each channel a datum has. */
  int places() {
    return places;
  }

  /** target = factor source + term, channel by channel. */
  void affine(MatrixStack source, int chain, double[] factor, double[] term, MatrixStack target) {
    for (int row = 0; row < source.rows(); row++) {
      load(source, chain, row, datum);
      for (int c = 0, i = 0; c < count; c++) {
        for (int end = i + places; i < end; i++) {
          datum[i] = factor[c] * datum[i] + term[c];
        }
      }
      store(target, chain, row);
    }
  }

  /**
   * A factor of each channel for the numbers of a matrix.
   *
   * @param by of each channel
   */
  record Times(MatrixStack matrix, double[] by) {}

  /** target = the sum of both + term, channel by channel. */
  void combine(Times first, Times second, int chain, double[] term, MatrixStack target) {
    for (int row = 0; row < target.rows(); row++) {
      load(first.matrix(), chain, row, datum);
      load(second.matrix(), chain, row, other);
      for (int c = 0, i = 0; c < count; c++) {
        for (int end = i + places; i < end; i++) {
          datum[i] = first.by()[c] * datum[i] + second.by()[c] * other[i] + term[c];
        }
      }
      store(target, chain, row);
    }
  }

  /** The mean of each channel over data and places. */
  double[] means(MatrixStack source, int chain) {
    double[] sums = new double[count];
    for (int row = 0; row < source.rows(); row++) {
      load(source, chain, row, datum);
      for (int c = 0, i = 0; c < count; c++) {
        for (int end = i + places; i < end; i++) {
          sums[c] += datum[i];
        }
      }
    }
    return divided(sums, source.rows());
  }

  /** The mean square of what is left of each channel without its mean. */
  double[] variances(MatrixStack source, int chain, double[] mean) {
    double[] squares = new double[count];
    for (int row = 0; row < source.rows(); row++) {
      load(source, chain, row, datum);
      for (int c = 0, i = 0; c < count; c++) {
        for (int end = i + places; i < end; i++) {
          double left = datum[i] - mean[c];
          squares[c] += left * left;
        }
      }
    }
    return divided(squares, source.rows());
  }

  private double[] divided(double[] sums, int rows) {
    double n = (double) rows * places;
    for (int c = 0; c < count; c++) {
      sums[c] /= n;
    }
    return sums;
  }

  /**
   * Of each channel.
   *
   * @param along sums of d h with h = (x - mean) root
   * @param plain sums of d
   */
  record Sums(double[] along, double[] plain) {}

  /** Sums over data and places. */
  Sums sums(MatrixStack d, MatrixStack x, int chain, double[] mean, double[] root) {
    double[] along = new double[count];
    double[] plain = new double[count];
    for (int row = 0; row < d.rows(); row++) {
      load(d, chain, row, datum);
      load(x, chain, row, other);
      for (int c = 0, i = 0; c < count; c++) {
        for (int end = i + places; i < end; i++) {
          along[c] += datum[i] * (other[i] - mean[c]) * root[c];
          plain[c] += datum[i];
        }
      }
    }
    return new Sums(along, plain);
  }

  private static void load(MatrixStack matrix, int chain, int row, double[] values) {
    int from = matrix.offset() + row * values.length;
    matrix.slab().load(matrix.slab().rowOf(chain), from, values, values.length);
  }

  private void store(MatrixStack matrix, int chain, int row) {
    matrix.slab().store(chain, matrix.offset() + row * datum.length, datum, datum.length);
  }

  /** All numbers of a chain's matrix. */
  static double[] read(MatrixStack matrix, int chain) {
    double[] values = new double[matrix.size()];
    matrix.slab().load(matrix.slab().rowOf(chain), matrix.offset(), values, values.length);
    return values;
  }

  /** Puts them there. */
  static void write(MatrixStack matrix, int chain, double[] values) {
    matrix.slab().store(chain, matrix.offset(), values, values.length);
  }
}
