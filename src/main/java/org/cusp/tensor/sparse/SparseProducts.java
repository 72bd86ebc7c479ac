package org.cusp.tensor.sparse;

import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * X W' and D' X for sparse X [rows, columns], W [outputs, columns] and D [rows, outputs]: each
 * number of X that is not zero costs a multiplication for each output, the others nothing. Outputs
 * are taken in blocks, so that what is read stays in a cache and sums stay in registers. Sums run
 * in the order of columns, and of rows. Used by one thread.
 */
public final class SparseProducts {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = LANES.length();
  private static final int BLOCK = 4 * WIDTH;

  private final float[] sums = new float[BLOCK];

  /** Whether outputs are so many that vectors are filled. */
  public static boolean isWorthIt(int outputs) {
    return outputs >= WIDTH;
  }

  /** The number of blocks that outputs are taken in: any thread may take any of them. */
  public static int blocks(int outputs) {
    return (outputs + BLOCK - 1) / BLOCK;
  }

  /** Blocks {@code from .. to - 1} of all. */
  public record Blocks(int outputs, int from, int to) {
    /** Those of a part of so many. */
    public static Blocks of(int outputs, int part, int parts) {
      int all = blocks(outputs);
      return new Blocks(outputs, all * part / parts, all * (part + 1) / parts);
    }

    private int first() {
      return from * BLOCK;
    }

    private int last() {
      return Math.min(outputs, to * BLOCK);
    }
  }

  /**
   * Z = X W'.
   *
   * @param w [outputs, columns]
   * @param z (Output) [rows, outputs]
   */
  public void timesTransposed(SparseRows.Slice x, FloatBuffer w, FloatBuffer z, Blocks of) {
    int outputs = of.outputs();
    int columns = x.rows().columns();
    float[] block = new float[columns * BLOCK];
    float[] row = new float[columns];
    for (int first = of.first(); first < of.last(); first += BLOCK) {
      int width = Math.min(BLOCK, outputs - first);
      for (int j = 0; j < width; j++) {
        w.get((first + j) * columns, row, 0, columns);
        for (int k = 0; k < columns; k++) {
          block[k * BLOCK + j] = row[k];
        }
      }
      for (int i = 0; i < x.rows().rows(); i++) {
        sum(x.rows(), i, block, width);
        z.put(i * outputs + first, sums, 0, width);
      }
    }
  }

  /**
   * G = D' X.
   *
   * @param d [rows, outputs]
   * @param g (Output) [outputs, columns]
   */
  public void transposedTimes(FloatBuffer d, SparseRows.Slice x, FloatBuffer g, Blocks of) {
    int outputs = of.outputs();
    int rows = x.columns().columns();
    int columns = x.rows().columns();
    float[] block = new float[rows * BLOCK];
    float[] turned = new float[BLOCK * columns];
    for (int first = of.first(); first < of.last(); first += BLOCK) {
      int width = Math.min(BLOCK, outputs - first);
      for (int i = 0; i < rows; i++) {
        d.get(i * outputs + first, block, i * BLOCK, width);
      }
      for (int k = 0; k < columns; k++) {
        sum(x.columns(), k, block, width);
        for (int j = 0; j < width; j++) {
          turned[j * columns + k] = sums[j];
        }
      }
      g.put(first * columns, turned, 0, width * columns);
    }
  }

  /** Rows of the block at the places of a row of x, by its numbers. */
  private void sum(SparseRows x, int row, float[] block, int width) {
    int begin = x.starts()[row];
    int end = x.starts()[row + 1];
    if (width > 2 * WIDTH) {
      wide(x.places(), x.values(), begin, end, block);
    } else {
      narrow(x.places(), x.values(), begin, end, block);
    }
  }

  private void wide(int[] places, float[] values, int begin, int end, float[] block) {
    FloatVector a = FloatVector.zero(LANES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int k = begin; k < end; k++) {
      FloatVector value = FloatVector.broadcast(LANES, values[k]);
      int at = places[k] * BLOCK;
      a = value.fma(FloatVector.fromArray(LANES, block, at), a);
      b = value.fma(FloatVector.fromArray(LANES, block, at + WIDTH), b);
      c = value.fma(FloatVector.fromArray(LANES, block, at + 2 * WIDTH), c);
      d = value.fma(FloatVector.fromArray(LANES, block, at + 3 * WIDTH), d);
    }
    a.intoArray(sums, 0);
    b.intoArray(sums, WIDTH);
    c.intoArray(sums, 2 * WIDTH);
    d.intoArray(sums, 3 * WIDTH);
  }

  private void narrow(int[] places, float[] values, int begin, int end, float[] block) {
    FloatVector a = FloatVector.zero(LANES);
    FloatVector b = a;
    for (int k = begin; k < end; k++) {
      FloatVector value = FloatVector.broadcast(LANES, values[k]);
      int at = places[k] * BLOCK;
      a = value.fma(FloatVector.fromArray(LANES, block, at), a);
      b = value.fma(FloatVector.fromArray(LANES, block, at + WIDTH), b);
    }
    a.intoArray(sums, 0);
    b.intoArray(sums, WIDTH);
  }
}
