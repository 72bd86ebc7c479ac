package org.cusp.tensor.sequence;

import org.cusp.contract.Check;

/**
 * By which angles the first numbers of a query and of a key are turned: at position t the pair (j,
 * j + width/2) by t base^(-2j/width), so that
 *
 * <pre>(a, b) becomes (a cos - b sin, b cos + a sin).</pre>
 *
 * Source: J. Su et al., "RoFormer", arXiv:2104.09864 (2021); the pairs are those of GPT-NeoX and
 * Llama.
 *
 * @param width how many numbers are turned, even; 0 for none
 * @param base positive, usually 10000
 */
public record Rotary(int width, double base) {
  /** Nothing is turned. */
  public static final Rotary NONE = new Rotary(0, 10_000);

  public Rotary {
    Check.atLeast("rotary width", width, 0);
    if (width % 2 != 0) {
      throw new IllegalArgumentException("a rotary width is even, got " + width);
    }
    Check.positive("rotary base", base);
  }

  /** The angle of pair j at a position. */
  double angle(int position, int j) {
    return position * Math.pow(base, -2.0 * j / width);
  }
}
