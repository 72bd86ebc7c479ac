package org.cusp.tensor.simd.image;

import org.cusp.tensor.wiring.Axis;
import org.cusp.tensor.wiring.Convolution;

/**
 * Where the numbers of a convolution lie while it works. A row of outputs is cut into segments,
 * each a vector; what tap (k, l) of a kernel sees of channel c is then a vector too, at the
 * beginning of the tap plus that of the segment. So rows of the input have their padding, and where
 * the window moves by a stride, columns of the same remainder lie side by side.
 */
final class Planes {
  /** Outputs, or taps, that are computed at once. */
  static final int HIGH = 3;

  /** Segments that are computed at once. */
  static final int WIDE = 3;

  /** Numbers of a block of data: what stays in a cache near the core. */
  private static final int NEAR = 1 << 14;

  private final Convolution by;
  private final int lanes;
  private final int across;
  private final int phase;
  private final int height;
  private final int row;
  private final int input;
  private final int plane;
  private final int output;
  private final int segments;

  Planes(Convolution by, int lanes) {
    this.by = by;
    this.lanes = lanes;
    Axis columns = by.columns();
    this.across = (columns.positions() + lanes - 1) / lanes;
    this.phase = across * lanes + (columns.kernel() - 1) * columns.dilation() / columns.stride();
    Axis rows = by.rows();
    this.height =
        (rows.positions() - 1) * rows.stride() + (rows.kernel() - 1) * rows.dilation() + 1;
    this.row = columns.stride() * phase;
    this.input = by.channels() * height * row;
    this.plane = rows.positions() * across * lanes;
    this.output = by.outputs() * plane;
    this.segments = rows.positions() * across;
  }

  Convolution by() {
    return by;
  }

  /** Numbers of a row of the input. */
  int row() {
    return row;
  }

  /** Numbers of a datum of the input. */
  int input() {
    return input;
  }

  /** Numbers of a row of an output. */
  int outputRow() {
    return across * lanes;
  }

  /** Numbers of an output of a datum. */
  int plane() {
    return plane;
  }

  /** Numbers of all outputs of a datum. */
  int output() {
    return output;
  }

  /** Segments of an output of a datum. */
  int segments() {
    return segments;
  }

  /** Data at once: whole groups of segments. */
  int block() {
    int fits = Math.max(1, NEAR / (input() + output()));
    int whole = segments() % WIDE == 0 ? 1 : WIDE;
    return (fits + whole - 1) / whole * whole;
  }

  /** Where each segment sees the input of its datum. */
  int[] segmentsOfInput() {
    int[] starts = new int[segments()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = i / across * by.rows().stride() * row() + i % across * lanes;
    }
    return starts;
  }

  /** Where each tap begins, those of the same place in the kernel side by side. */
  int[] taps() {
    int[] starts = new int[by.seen()];
    for (int i = 0; i < starts.length; i++) {
      int place = i / by.channels();
      int right = place % by.columns().kernel() * by.columns().dilation();
      int stride = by.columns().stride();
      starts[i] =
          i % by.channels() * height * row()
              + place / by.columns().kernel() * by.rows().dilation() * row()
              + right % stride * phase
              + right / stride;
    }
    return starts;
  }

  /** Which weight of an output each tap is. */
  int[] weights() {
    int[] numbers = new int[by.seen()];
    int area = by.seen() / by.channels();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % by.channels() * area + i / by.channels();
    }
    return numbers;
  }

  /** Where a datum of the input lies as it is given. */
  boolean inputLiesAsGiven() {
    return by.rows().padding() == 0
        && by.columns().padding() == 0
        && row() == by.columns().size()
        && by.columns().stride() == 1
        && height == by.rows().size();
  }

  /** Whether a datum of the output lies as it is given. */
  boolean outputLiesAsGiven() {
    return outputRow() == by.columns().positions();
  }

  /** Where a column of the image lies in a row of the input; none where no window sees it. */
  int column(int x) {
    int padded = x + by.columns().padding();
    int at = padded / by.columns().stride();
    return at < phase ? padded % by.columns().stride() * phase + at : -1;
  }

  /** Where row y of a channel lies in a datum; none where no window sees it. */
  int line(int channel, int y) {
    int padded = y + by.rows().padding();
    return padded < height ? (channel * height + padded) * row() : -1;
  }
}
