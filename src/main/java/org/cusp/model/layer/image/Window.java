package org.cusp.model.layer.image;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.LayerText;
import org.cusp.tensor.wiring.Axis;
import org.cusp.tensor.wiring.Windows;
import org.cusp.tensor.wiring.Wiring;

/**
 * How a window of rows and columns moves over images [channels, height, width]: position o of an
 * axis sees {@code o stride - padding + k dilation} for k below the kernel's length. Each is a pair
 * for rows and columns.
 */
public record Window(
    List<Integer> kernel, List<Integer> stride, List<Integer> padding, List<Integer> dilation) {
  static final String KERNEL = "kernel";
  static final String STRIDE = "stride";
  static final String PADDING = "padding";
  static final String DILATION = "dilation";
  private static final List<Integer> ONES = List.of(1, 1);
  private static final List<Integer> NONE = List.of(0, 0);

  public Window {
    Check.equal("axes of a window", kernel.size(), 2);
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    padding = List.copyOf(padding);
    dilation = List.copyOf(dilation);
  }

  /** A square without padding that moves by the stride. */
  public static Window square(int kernel, int stride) {
    return new Window(List.of(kernel, kernel), List.of(stride, stride), NONE, ONES);
  }

  /** That of a convolution, which moves by 1 unless said otherwise. */
  static Window ofConvolution(LayerText text) {
    return read(text, ONES);
  }

  /** That of a pool, which moves by its own size unless said otherwise. */
  static Window ofPool(LayerText text) {
    Window window = read(text, text.pair(KERNEL, 1));
    for (int axis = 0; axis < 2; axis++) {
      if (2 * window.padding.get(axis) > window.kernel.get(axis)) {
        throw new InvalidInput(
            text.place()
                + " ("
                + text.name()
                + "): padding must be at most half the kernel, got "
                + window.padding
                + " with kernel "
                + window.kernel);
      }
    }
    return window;
  }

  private static Window read(LayerText text, List<Integer> stride) {
    return new Window(
        text.pair(KERNEL, 1),
        text.pair(STRIDE, 1, stride),
        text.pair(PADDING, 0, NONE),
        text.pair(DILATION, 1, ONES));
  }

  /** Its keys as a spec file has them, what is usual left out. */
  String describe(List<Integer> usualStride) {
    StringBuilder text = new StringBuilder(KERNEL + ": " + shown(kernel));
    append(text, STRIDE, stride, usualStride);
    append(text, PADDING, padding, NONE);
    append(text, DILATION, dilation, ONES);
    return text.toString();
  }

  private static void append(
      StringBuilder text, String key, List<Integer> value, List<Integer> usual) {
    if (!value.equals(usual)) {
      text.append(", ").append(key).append(": ").append(shown(value));
    }
  }

  private static String shown(List<Integer> pair) {
    return pair.get(0).equals(pair.get(1)) ? pair.get(0).toString() : pair.toString();
  }

  /** Numbers under the window in one channel. */
  int area() {
    return Math.multiplyExact(kernel.get(0), kernel.get(1));
  }

  /** The image of so many channels that the window makes of another. */
  Shape output(Shape input, int channels) {
    requireImage(input);
    return new Shape(List.of(channels, positions(input, 0), positions(input, 1)));
  }

  static void requireImage(Shape input) {
    if (input.axes().size() != 3) {
      throw new InvalidInput("takes [channels, height, width], got the shape " + input);
    }
  }

  private int positions(Shape input, int axis) {
    int length = input.axes().get(1 + axis);
    long padded = length + 2L * padding.get(axis);
    long reach = (kernel.get(axis) - 1L) * dilation.get(axis) + 1;
    if (reach > padded) {
      throw new InvalidInput(
          "its window of "
              + reach
              + " is larger than the image "
              + input
              + (padding.get(axis) > 0 ? " with padding " + padding.get(axis) : ""));
    }
    return Math.toIntExact((padded - reach) / stride.get(axis) + 1);
  }

  /** How it moves along the rows (0) or columns (1) of images. */
  Axis axis(Shape input, int axis) {
    return new Axis(
        input.axes().get(1 + axis),
        kernel.get(axis),
        stride.get(axis),
        padding.get(axis),
        dilation.get(axis));
  }

  /** For each channel and position, all that is under the window. */
  Wiring windows(Shape input) {
    return new Windows(input.axes().get(0), axis(input, 0), axis(input, 1)).wiring();
  }
}
