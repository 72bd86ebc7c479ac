package org.cusp.sampler.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.junit.jupiter.api.Test;

class SymmetricProductsTest {
  /** Products of orthonormal rows in single precision: rounding differs on the two sides. */
  @Test
  void roundingBelowTheDiagonalIsNoAsymmetry() {
    double[][] products = {{1, 1e-9}, {-3e-9, 1}};
    assertThatThrownBy(() -> factor(products)).isInstanceOf(MathIllegalArgumentException.class);
    assertThat(factor(StiffDirections.symmetric(products)).getDeterminant()).isEqualTo(1);
  }

  private static CholeskyDecomposition factor(double[][] products) {
    return new CholeskyDecomposition(MatrixUtils.createRealMatrix(products), 1e-3, 1e-10);
  }
}
