package org.cusp.report;

import java.util.List;

/**
 * A plot with its axes and its legend.
 *
 * @param height of the plot itself, in pixels at 1x
 * @param x horizontal axis
 * @param y vertical axis
 * @param layers from the lowest to the topmost
 * @param keys the legend, drawn above the plot, where it cannot cover data
 */
record Panel(int height, Axis x, Axis y, List<Layer> layers, List<Key> keys) {

  /** A line of the legend: samples of the layers drawn over each other, and what they are. */
  record Key(String label, List<Layer> samples) {
    static Key of(String label, Layer... samples) {
      return new Key(label, List.of(samples));
    }
  }
}
