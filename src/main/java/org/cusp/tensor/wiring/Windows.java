package org.cusp.tensor.wiring;

/**
 * The windows of a pool over images [channels, rows, columns].
 *
 * @param rows how they move down
 * @param columns how they move to the right
 */
public record Windows(int channels, Axis rows, Axis columns) {
  /** Whether they are the squares of two by two that cover the image, none over another. */
  public boolean halve() {
    return isHalved(rows) && isHalved(columns);
  }

  private static boolean isHalved(Axis axis) {
    return axis.kernel() == 2
        && axis.stride() == 2
        && axis.padding() == 0
        && axis.dilation() == 1
        && axis.size() % 2 == 0;
  }

  /** For each channel and position, all that is under the window. */
  public Wiring wiring() {
    int area = rows.kernel() * columns.kernel();
    int positions = rows.positions() * columns.positions();
    int[] places = new int[Math.multiplyExact(Math.multiplyExact(channels, area), positions)];
    for (int i = 0; i < places.length; i++) {
      places[i] = place(i / area / positions, i / area % positions, i % area);
    }
    return new Wiring(channels * rows.size() * columns.size(), area, places, this);
  }

  private int place(int channel, int position, int k) {
    int y = rows.seen(position / columns.positions(), k / columns.kernel());
    int x = columns.seen(position % columns.positions(), k % columns.kernel());
    boolean inside = y >= 0 && y < rows.size() && x >= 0 && x < columns.size();
    int row = channel * rows.size() + y;
    return inside ? row * columns.size() + x : channels * rows.size() * columns.size();
  }
}
