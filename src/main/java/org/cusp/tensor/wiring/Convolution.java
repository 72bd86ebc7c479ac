package org.cusp.tensor.wiring;

import org.cusp.contract.Check;

/**
 * The shape of a convolution of images [channels, rows, columns] with weights [outputs, channels /
 * groups, kernel rows, kernel columns]. For one datum of a group, with U the numbers under its
 * windows side by side, [channels area, positions], W the weights as [outputs, channels area] and D
 * the gradient with respect to Z,
 *
 * <pre>Z = W U + b 1^T;   dL/dW = D U^T,  dL/db = row sums of D,  dL/dU = W^T D,</pre>
 *
 * both summed over data, and dL/dx sums dL/dU over the windows that a place is in.
 */
public final class Convolution {
  private final int channels;
  private final int outputs;
  private final int groups;
  private final Axis rows;
  private final Axis columns;
  private Wiring toColumns;
  private Wiring fromColumns;
  private Wiring toAll;
  private Wiring fromAll;

  /**
   * @param groups what both channels and outputs are cut into
   */
  public Convolution(int channels, int outputs, int groups, Axis rows, Axis columns) {
    Check.equal("channels left over by groups", channels % groups, 0);
    Check.equal("outputs left over by groups", outputs % groups, 0);
    this.channels = channels;
    this.outputs = outputs;
    this.groups = groups;
    this.rows = rows;
    this.columns = columns;
  }

  public int channels() {
    return channels;
  }

  public int outputs() {
    return outputs;
  }

  public int groups() {
    return groups;
  }

  public Axis rows() {
    return rows;
  }

  public Axis columns() {
    return columns;
  }

  /** Positions of the window. */
  public int positions() {
    return rows.positions() * columns.positions();
  }

  /** Weights of an output. */
  public int seen() {
    return channels / groups * area();
  }

  /** Numbers of a datum that is given. */
  public int given() {
    return channels * rows.size() * columns.size();
  }

  /** Numbers of a datum that comes out. */
  public int made() {
    return outputs * positions();
  }

  private int area() {
    return rows.kernel() * columns.kernel();
  }

  /** Numbers of the memory that kernels may want for one datum of a chain. */
  public int scratch() {
    return Math.max(Math.multiplyExact(channels * area(), positions()), made());
  }

  /** A datum to its U of all groups, row-major. */
  public Wiring toColumns() {
    if (toColumns == null) {
      toColumns = new Wiring(given(), 1, places());
    }
    return toColumns;
  }

  /** The transpose of {@link #toColumns}. */
  public Wiring fromColumns() {
    if (fromColumns == null) {
      fromColumns = toColumns().transposed();
    }
    return fromColumns;
  }

  /** A number for each output to all its positions. */
  public Wiring toPositions() {
    if (toAll == null) {
      int[] places = new int[made()];
      for (int i = 0; i < places.length; i++) {
        places[i] = i / positions();
      }
      toAll = new Wiring(outputs, 1, places);
    }
    return toAll;
  }

  /** The transpose of {@link #toPositions}. */
  public Wiring fromPositions() {
    if (fromAll == null) {
      fromAll = toPositions().transposed();
    }
    return fromAll;
  }

  private int[] places() {
    int[] places = new int[Math.multiplyExact(channels * area(), positions())];
    int at = 0;
    for (int row = 0; row < channels * area(); row++) {
      for (int position = 0; position < positions(); position++) {
        places[at++] = place(row / area(), position, row % area());
      }
    }
    return places;
  }

  private int place(int channel, int position, int k) {
    int y = rows.seen(position / columns.positions(), k / columns.kernel());
    int x = columns.seen(position % columns.positions(), k % columns.kernel());
    boolean inside = y >= 0 && y < rows.size() && x >= 0 && x < columns.size();
    return inside ? (channel * rows.size() + y) * columns.size() + x : given();
  }
}
