package org.cusp.foreign;

import java.util.Arrays;

/** Steps on images, channel after channel, rows of columns. */
final class ImageStep {
  private ImageStep() {}

  /**
   * Cross-correlation, as every framework's convolution is.
   *
   * @param weight out x (in / groups) x kernel height x kernel width
   * @param bias out; 0 where there is none
   */
  record Convolution(
      Window window, int channels, int groups, double[] weight, double[] bias, Step.Source source)
      implements Step {
    @Override
    public double[] apply(double[] x) {
      int outputs = bias.length;
      int area = window.outHeight() * window.outWidth();
      double[] y = new double[outputs * area];
      int inGroup = channels / groups;
      int kernel = window.kernelHeight() * window.kernelWidth();
      for (int o = 0; o < outputs; o++) {
        Arrays.fill(y, o * area, (o + 1) * area, bias[o]);
        int group = o / (outputs / groups);
        for (int c = 0; c < inGroup; c++) {
          int image = (group * inGroup + c) * window.height() * window.width();
          add(x, image, weight, (o * inGroup + c) * kernel, y, o * area);
        }
      }
      return y;
    }

    private void add(double[] x, int image, double[] w, int kernel, double[] y, int out) {
      for (int ky = 0; ky < window.kernelHeight(); ky++) {
        for (int oy = 0; oy < window.outHeight(); oy++) {
          int row = window.row(oy, ky);
          if (row < 0 || row >= window.height()) {
            continue;
          }
          for (int kx = 0; kx < window.kernelWidth(); kx++) {
            double factor = w[kernel + ky * window.kernelWidth() + kx];
            addRow(x, image + row * window.width(), kx, factor, y, out + oy * window.outWidth());
          }
        }
      }
    }

    private void addRow(double[] x, int row, int kx, double factor, double[] y, int out) {
      int first = 0;
      while (first < window.outWidth() && window.column(first, kx) < 0) {
        first++;
      }
      int end = window.outWidth();
      while (end > first && window.column(end - 1, kx) >= window.width()) {
        end--;
      }
      int from = row + window.column(first, kx);
      int stride = window.strideX();
      for (int o = first; o < end; o++, from += stride) {
        y[out + o] += factor * x[from];
      }
    }

    @Override
    public String describe() {
      return "conv "
          + channels
          + " to "
          + bias.length
          + " ("
          + window.kernelHeight()
          + "x"
          + window.kernelWidth()
          + ")";
    }
  }

  /** What a pool does with the numbers under its window. */
  enum Pool {
    MAX,
    /** Over the numbers that are there, padding not counted. */
    MEAN,
    /** Padding counted as 0. */
    MEAN_WITH_PADS
  }

  /** One window after the other, each channel alone. */
  record Pooling(Window window, int channels, Pool pool) implements Step {
    @Override
    public double[] apply(double[] x) {
      double[] y = new double[channels * window.outHeight() * window.outWidth()];
      int to = 0;
      for (int c = 0; c < channels; c++) {
        for (int oy = 0; oy < window.outHeight(); oy++) {
          for (int ox = 0; ox < window.outWidth(); ox++) {
            y[to++] = pooled(x, c * window.height() * window.width(), oy, ox);
          }
        }
      }
      return y;
    }

    private double pooled(double[] x, int image, int oy, int ox) {
      double most = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int count = 0;
      for (int ky = 0; ky < window.kernelHeight(); ky++) {
        int row = window.row(oy, ky);
        for (int kx = 0; kx < window.kernelWidth(); kx++) {
          int column = window.column(ox, kx);
          if (row >= 0 && row < window.height() && column >= 0 && column < window.width()) {
            double value = x[image + row * window.width() + column];
            most = Math.max(most, value);
            sum += value;
            count++;
          }
        }
      }
      return switch (pool) {
        case MAX -> most;
        case MEAN -> sum / count;
        case MEAN_WITH_PADS -> sum / (window.kernelHeight() * window.kernelWidth());
      };
    }

    @Override
    public String describe() {
      return (pool == Pool.MAX ? "max pool " : "mean pool ")
          + window.kernelHeight()
          + "x"
          + window.kernelWidth();
    }
  }

  /** The mean of each channel. */
  record GlobalMean(int channels) implements Step {
    @Override
    public double[] apply(double[] x) {
      double[] y = new double[channels];
      int area = x.length / channels;
      for (int c = 0; c < channels; c++) {
        y[c] = Arrays.stream(x, c * area, (c + 1) * area).sum() / area;
      }
      return y;
    }

    @Override
    public String describe() {
      return "global mean";
    }
  }
}
