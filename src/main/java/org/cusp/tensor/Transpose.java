package org.cusp.tensor;

/** How a matrix enters a product. */
public enum Transpose {
  NO,
  YES
}
