package org.cusp.exact.planar;

import java.util.List;
import org.hipparchus.fraction.BigFraction;

/**
 * What the resolution of a plane function at a point shows.
 *
 * @param lambda the least nu / N over the real divisors through the point
 * @param multiplicity 2 where two divisors with that ratio meet in a real point, else 1
 * @param divisors all real divisors through the point along which the function vanishes
 * @param tree the chart tree, one line for each divisor or point
 */
public record Resolution(
    BigFraction lambda, int multiplicity, List<Divisor> divisors, List<String> tree) {
  public Resolution {
    divisors = List.copyOf(divisors);
    tree = List.copyOf(tree);
  }
}
