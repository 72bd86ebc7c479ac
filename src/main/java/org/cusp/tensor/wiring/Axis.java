package org.cusp.tensor.wiring;

import org.cusp.contract.Check;

/**
 * How a window moves along the rows or the columns of an image: position o sees the places {@code o
 * stride - padding + k dilation} for k below the kernel.
 *
 * @param size of the image
 * @param kernel how many places a window has
 */
public record Axis(int size, int kernel, int stride, int padding, int dilation) {
  public Axis {
    Check.atLeast("size", size, 1);
    Check.atLeast("kernel", kernel, 1);
    Check.atLeast("stride", stride, 1);
    Check.atLeast("padding", padding, 0);
    Check.atLeast("dilation", dilation, 1);
  }

  /** How many positions the window has; none where it is larger than the padded image. */
  public int positions() {
    long over = size + 2L * padding - ((kernel - 1L) * dilation + 1);
    return over < 0 ? 0 : Math.toIntExact(over / stride + 1);
  }

  /** Place k under the window at a position; outside of [0, size) it is padding. */
  public int seen(int position, int k) {
    return position * stride - padding + k * dilation;
  }
}
