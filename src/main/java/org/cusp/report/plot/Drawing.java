package org.cusp.report.plot;

import java.util.ArrayList;
import java.util.List;

/** A panel in the making: its layers from the lowest on, and its legend in the same order. */
public final class Drawing {
  private final List<Layer> layers = new ArrayList<>();
  private final List<Panel.Key> keys = new ArrayList<>();

  /** Layers that need no words. */
  public void add(Layer... more) {
    layers.addAll(List.of(more));
  }

  /** Layers drawn over each other that have one line of the legend. */
  public void add(String label, Layer... more) {
    add(more);
    key(label, more);
  }

  /** Points with their error bars, and their line of the legend. */
  public void add(PointSeries points) {
    add(points.label(), points.bars(), points.marks());
  }

  /** A line of the legend for something that is drawn otherwise. */
  public void key(String label, Layer... samples) {
    keys.add(Panel.Key.of(label, samples));
  }

  /** The legend. */
  public List<Panel.Key> keys() {
    return List.copyOf(keys);
  }

  public Panel panel(int height, Axis x, Axis y) {
    return new Panel(height, x, y, List.copyOf(layers), List.copyOf(keys));
  }
}
