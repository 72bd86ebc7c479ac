package org.cusp.report.analysis;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.estimate.influence.DatumWords;
import org.cusp.format.Png;

/**
 * A datum as it may be looked at: a picture where its inputs are one, its tokens as text, else
 * nothing. A picture runs from the least of its numbers to the largest.
 */
final class DatumView {
  private static final int COLOURS = 3;

  /** A flat vector of a square number of inputs is taken for a picture from this side on. */
  private static final int LEAST_SIDE = 8;

  private static final int WHITE = 255;

  private DatumView() {}

  /** Empty where there is nothing to look at. */
  static Optional<Views.View> of(DataSet data, int row) {
    if (data.targets() instanceof Targets.Sequences) {
      return Optional.of(new Views.View(null, DatumWords.text(data, row)));
    }
    return Optional.ofNullable(Layout.of(data.shape().axes()))
        .map(layout -> new Views.View(picture(data, row, layout), null));
  }

  /**
   * Where the number of a pixel stands.
   *
   * @param channelsFirst whether channels are the first axis, else the last
   */
  private record Layout(int height, int width, int channels, boolean channelsFirst) {
    /** Null where these are no axes of a picture. */
    static Layout of(List<Integer> axes) {
      if (axes.size() == 1) {
        int side = (int) Math.round(Math.sqrt(axes.get(0)));
        return side >= LEAST_SIDE && side * side == axes.get(0)
            ? new Layout(side, side, 1, true)
            : null;
      }
      if (axes.size() == 2) {
        return new Layout(axes.get(0), axes.get(1), 1, true);
      }
      if (axes.size() != COLOURS) {
        return null;
      }
      boolean first = isColour(axes.get(0));
      if (!first && !isColour(axes.get(2))) {
        return null;
      }
      return first
          ? new Layout(axes.get(1), axes.get(2), axes.get(0), true)
          : new Layout(axes.get(0), axes.get(1), axes.get(2), false);
    }

    private static boolean isColour(int channels) {
      return channels == 1 || channels == COLOURS;
    }

    int place(int y, int x, int channel) {
      int c = Math.min(channel, channels - 1);
      return channelsFirst ? (c * height + y) * width + x : (y * width + x) * channels + c;
    }
  }

  private static String picture(DataSet data, int row, Layout layout) {
    int size = data.features();
    double[] x = Arrays.copyOfRange(data.x(), row * size, (row + 1) * size);
    double least = Arrays.stream(x).min().orElse(0);
    double range = Math.max(Double.MIN_NORMAL, Arrays.stream(x).max().orElse(1) - least);
    BufferedImage image =
        new BufferedImage(layout.width(), layout.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < layout.height(); i++) {
      for (int j = 0; j < layout.width(); j++) {
        int pixel = 0;
        for (int channel = 0; channel < COLOURS; channel++) {
          double value = (x[layout.place(i, j, channel)] - least) / range;
          pixel = pixel << 8 | (int) Math.round(WHITE * value);
        }
        image.setRGB(j, i, pixel);
      }
    }
    return Base64.getEncoder().encodeToString(Png.of(image));
  }
}
