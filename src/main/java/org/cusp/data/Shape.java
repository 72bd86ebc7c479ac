package org.cusp.data;

import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.Check;

/**
 * How the numbers of one example, or of what a layer makes of it, are laid out, row-major. A flat
 * vector has one axis.
 *
 * @param axes their lengths, each at least 1
 */
public record Shape(List<Integer> axes) {
  public Shape {
    axes = List.copyOf(axes);
    Check.atLeast("axes of a shape", axes.size(), 1);
    axes.forEach(length -> Check.atLeast("length of an axis", length, 1));
  }

  /** The shape of so many numbers in a row. */
  public static Shape vector(int length) {
    return new Shape(List.of(length));
  }

  public boolean isVector() {
    return axes.size() == 1;
  }

  /**
   * The number of entries.
   *
   * @throws ArithmeticException if it is no int
   */
  public int size() {
    return axes.stream().reduce(1, Math::multiplyExact);
  }

  /** Whether it is a vector, or a sequence of them [positions, width]. */
  public boolean isOfVectors() {
    return axes.size() <= 2;
  }

  /** The length of the last axis: of the vector, or of each of them. */
  public int width() {
    return axes.get(axes.size() - 1);
  }

  /** The same with another last axis. */
  public Shape withWidth(int width) {
    List<Integer> changed = new ArrayList<>(axes);
    changed.set(changed.size() - 1, width);
    return new Shape(changed);
  }

  /** As in {@code [8, 8]}. */
  @Override
  public String toString() {
    return axes.toString();
  }
}
