package org.cusp.exact.polynomial;

import java.util.ArrayList;
import java.util.List;
import org.cusp.exact.Work;
import org.hipparchus.fraction.BigFraction;

/**
 * The simplex method in exact rational arithmetic: maximises {@code c x} subject to {@code A x <=
 * b, x >= 0}, where {@code b >= 0}, so that x = 0 is a vertex to start from.
 *
 * <p>Pivots follow the smallest-index rule, with which the method never cycles (R. G. Bland, New
 * finite pivoting rules for the simplex method, Math. Oper. Res. 2 (1977) 103,
 * doi:10.1287/moor.2.2.103).
 */
final class RationalSimplex {
  /**
   * An optimum.
   *
   * @param value of the objective
   * @param primal x
   * @param dual one multiplier for each row of A, optimal for the dual problem
   */
  record Optimum(BigFraction value, List<BigFraction> primal, List<BigFraction> dual) {}

  private final BigFraction[][] tableau;
  private final int[] basis;
  private final int rows;
  private final int columns;

  private RationalSimplex(BigFraction[][] a, BigFraction[] b, BigFraction[] c) {
    rows = a.length;
    columns = c.length;
    tableau = new BigFraction[rows + 1][columns + rows + 1];
    basis = new int[rows];
    for (int i = 0; i <= rows; i++) {
      for (int j = 0; j <= columns + rows; j++) {
        tableau[i][j] = BigFraction.ZERO;
      }
    }
    for (int i = 0; i < rows; i++) {
      System.arraycopy(a[i], 0, tableau[i], 0, columns);
      tableau[i][columns + i] = BigFraction.ONE;
      tableau[i][columns + rows] = b[i];
      basis[i] = columns + i;
    }
    for (int j = 0; j < columns; j++) {
      tableau[rows][j] = c[j].negate();
    }
  }

  /** The optimum; the problem must be bounded. */
  static Optimum maximise(BigFraction[][] a, BigFraction[] b, BigFraction[] c) {
    RationalSimplex simplex = new RationalSimplex(a, b, c);
    simplex.solve();
    return simplex.optimum();
  }

  private void solve() {
    for (int entering = entering(); entering >= 0; entering = entering()) {
      pivot(leaving(entering), entering);
    }
  }

  private int entering() {
    for (int j = 0; j < columns + rows; j++) {
      if (tableau[rows][j].signum() < 0) {
        return j;
      }
    }
    return -1;
  }

  private int leaving(int entering) {
    int best = -1;
    BigFraction least = null;
    for (int i = 0; i < rows; i++) {
      if (tableau[i][entering].signum() > 0) {
        BigFraction ratio = tableau[i][columns + rows].divide(tableau[i][entering]);
        int order = least == null ? -1 : ratio.compareTo(least);
        if (order < 0 || (order == 0 && basis[i] < basis[best])) {
          best = i;
          least = ratio;
        }
      }
    }
    if (best < 0) {
      throw new IllegalStateException("unbounded linear program");
    }
    return best;
  }

  private void pivot(int row, int column) {
    BigFraction inverse = tableau[row][column].reciprocal();
    for (int j = 0; j < tableau[row].length; j++) {
      if (tableau[row][j].signum() != 0) {
        tableau[row][j] = tableau[row][j].multiply(inverse);
      }
    }
    for (int i = 0; i <= rows; i++) {
      BigFraction factor = tableau[i][column];
      Work.spend(tableau[row].length);
      if (i != row && factor.signum() != 0) {
        for (int j = 0; j < tableau[i].length; j++) {
          if (tableau[row][j].signum() != 0) {
            Work.on(factor, tableau[row][j]);
            Work.on(tableau[i][j], factor);
            tableau[i][j] = tableau[i][j].subtract(factor.multiply(tableau[row][j]));
          }
        }
      }
    }
    basis[row] = column;
  }

  private Optimum optimum() {
    List<BigFraction> primal = new ArrayList<>();
    List<BigFraction> dual = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      primal.add(BigFraction.ZERO);
    }
    for (int i = 0; i < rows; i++) {
      if (basis[i] < columns) {
        primal.set(basis[i], tableau[i][columns + rows]);
      }
      dual.add(tableau[rows][columns + i]);
    }
    return new Optimum(tableau[rows][columns + rows], primal, dual);
  }
}
