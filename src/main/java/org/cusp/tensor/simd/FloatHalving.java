package org.cusp.tensor.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.cusp.tensor.wiring.Windows;

/**
 * Maxima of squares of two by two, in single precision: each number meets the one beside it in its
 * vector and the one below it. What is stored begins with a constant, as in {@code
 * image.FloatTiles}. Vectors go beyond the ends of rows, so that arrays have {@link #SLACK} numbers
 * more.
 */
final class FloatHalving {
  private static final VectorSpecies<Float> F =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() <= 256
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_256;

  /** Numbers that are read and written beyond the last. */
  static final int SLACK = F.length();

  private static final int LANES = F.length();
  private static final VectorShuffle<Float> BESIDE = VectorShuffle.fromOp(F, i -> i ^ 1);
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, i -> 2 * i % LANES);
  private static final VectorShuffle<Float> TWICE = VectorShuffle.fromOp(F, i -> i / 2);

  /** 1 for the right one of two neighbours. */
  private static final float[] RIGHT = new float[LANES];

  static {
    for (int i = 1; i < LANES; i += 2) {
      RIGHT[i] = 1;
    }
  }

  private float[] below = new float[0];

  void maxima(Windows windows, float[] x, float[] y) {
    int width = windows.columns().size();
    int rows = windows.channels() * windows.rows().positions();
    for (int row = 0; row < rows; row++) {
      maxima(x, 2 * row * width, width, y, row * width / 2);
    }
  }

  /** In ascending order: what is written too far is written over. */
  private static void maxima(float[] x, int at, int width, float[] y, int to) {
    for (int i = 0; i < width; i += LANES) {
      FloatVector zero = FloatVector.zero(F);
      FloatVector most =
          FloatVector.fromArray(F, x, at + i).max(FloatVector.fromArray(F, x, at + width + i));
      zero.add(most.max(most.rearrange(BESIDE)).rearrange(EVEN)).intoArray(y, to + i / 2);
    }
  }

  /** What each maximum gets goes to the first of the four that is it. */
  void back(Windows windows, float[] x, float[] y, float[] d, float[] back) {
    int width = windows.columns().size();
    int rows = windows.channels() * windows.rows().positions();
    if (below.length < width + SLACK) {
      below = new float[width + SLACK];
    }
    for (int row = 0; row < rows; row++) {
      int at = 2 * row * width;
      back(x, at, width, y, d, row * width / 2, back, below);
      System.arraycopy(below, 0, back, at + width, width);
    }
  }

  private static void back(
      float[] x, int at, int width, float[] y, float[] d, int from, float[] back, float[] below) {
    for (int i = 0; i < width; i += LANES) {
      FloatVector zero = FloatVector.zero(F);
      FloatVector one = FloatVector.broadcast(F, 1);
      FloatVector right = FloatVector.fromArray(F, RIGHT, 0);
      FloatVector most = FloatVector.fromArray(F, y, from + i / 2).rearrange(TWICE);
      FloatVector passed = FloatVector.fromArray(F, d, from + i / 2).rearrange(TWICE);
      FloatVector above = FloatVector.fromArray(F, x, at + i);
      FloatVector under = FloatVector.fromArray(F, x, at + width + i);
      VectorMask<Float> isAbove = above.compare(VectorOperators.EQ, most);
      VectorMask<Float> isUnder = under.compare(VectorOperators.EQ, most);
      FloatVector first = zero.blend(one, isAbove);
      FloatVector second = zero.blend(one, isUnder);
      FloatVector firstBeside = first.rearrange(BESIDE);
      FloatVector secondBeside = second.rearrange(BESIDE);
      FloatVector free = one.sub(first.max(firstBeside));
      one.sub(firstBeside.mul(right)).mul(first).mul(passed).intoArray(back, at + i);
      one.sub(secondBeside.mul(right)).mul(second).mul(free).mul(passed).intoArray(below, i);
    }
  }
}
