package org.cusp.foreign;

import org.cusp.contract.InvalidInput;
import org.cusp.format.onnx.OnnxNode;

/** How a window moves over an image of one channel, over its rows and over its columns. */
record Window(Axis y, Axis x) {
  /**
   * How it moves along one axis.
   *
   * @param length of the image
   * @param before padding
   * @param after padding
   */
  record Axis(int length, int kernel, int stride, int before, int after, int dilation) {}

  private static final int MOST = 1 << 16;

  /** As the attributes of Conv and the pools say it. */
  static Window of(OnnxNode node, int height, int width, int kernelHeight, int kernelWidth) {
    int[] strides = pair(node, "strides", 1);
    int[] dilations = pair(node, "dilations", 1);
    long[] pads = node.wholes("pads", 0, 0, 0, 0);
    String auto = node.text("auto_pad", "NOTSET");
    if (pads.length != 4 || node.whole("ceil_mode", 0) != 0) {
      throw new InvalidInput(
          "operator " + node.operator() + ": pads of two axes and no ceil_mode are read");
    }
    int[] y = pads(auto, pads[0], pads[2], height, kernelHeight, strides[0], dilations[0]);
    int[] x = pads(auto, pads[1], pads[3], width, kernelWidth, strides[1], dilations[1]);
    Window window =
        new Window(
            new Axis(height, kernelHeight, strides[0], y[0], y[1], dilations[0]),
            new Axis(width, kernelWidth, strides[1], x[0], x[1], dilations[1]));
    if (window.outHeight() < 1 || window.outWidth() < 1) {
      throw new InvalidInput(
          "operator " + node.operator() + ": its window is larger than the image");
    }
    return window;
  }

  private static int[] pair(OnnxNode node, String name, long otherwise) {
    long[] values = node.wholes(name, otherwise, otherwise);
    boolean sound = values.length == 2;
    for (long value : values) {
      sound &= value >= 1 && value < MOST;
    }
    if (!sound) {
      throw new InvalidInput(
          "operator " + node.operator() + ": " + name + " must be two, from 1 on");
    }
    return new int[] {(int) values[0], (int) values[1]};
  }

  private static int[] pads(
      String auto, long before, long after, int length, int kernel, int stride, int dilation) {
    if (auto.startsWith("SAME")) {
      int outputs = (length + stride - 1) / stride;
      int reach = Math.addExact(Math.multiplyExact(kernel - 1, dilation), 1);
      int total = Math.max(0, Math.addExact((outputs - 1) * stride, reach - length));
      int less = total / 2;
      return auto.equals("SAME_UPPER")
          ? new int[] {less, total - less}
          : new int[] {total - less, less};
    }
    if (auto.equals("VALID")) {
      return new int[] {0, 0};
    }
    if (before < 0 || after < 0 || before >= MOST || after >= MOST) {
      throw new InvalidInput("pads must be in [0, " + MOST + ")");
    }
    return new int[] {(int) before, (int) after};
  }

  int outHeight() {
    return (height() + top() + bottom() - Math.multiplyExact(dilationY(), kernelHeight() - 1) - 1)
            / strideY()
        + 1;
  }

  int outWidth() {
    return (width() + left() + right() - Math.multiplyExact(dilationX(), kernelWidth() - 1) - 1)
            / strideX()
        + 1;
  }

  /** The row of the image under row k of the kernel at output row o; it may lie outside. */
  int row(int o, int k) {
    return o * strideY() - top() + k * dilationY();
  }

  int column(int o, int k) {
    return o * strideX() - left() + k * dilationX();
  }

  int height() {
    return y.length();
  }

  int width() {
    return x.length();
  }

  int kernelHeight() {
    return y.kernel();
  }

  int kernelWidth() {
    return x.kernel();
  }

  int strideY() {
    return y.stride();
  }

  int strideX() {
    return x.stride();
  }

  int top() {
    return y.before();
  }

  int left() {
    return x.before();
  }

  int bottom() {
    return y.after();
  }

  int right() {
    return x.after();
  }

  int dilationY() {
    return y.dilation();
  }

  int dilationX() {
    return x.dilation();
  }
}
