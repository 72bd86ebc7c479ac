package org.cusp.exact.polynomial;

import java.util.ArrayList;
import java.util.List;
import org.cusp.exact.Work;
import org.hipparchus.fraction.BigFraction;

/** Row reduction of rational matrices. */
final class RationalMatrix {
  private RationalMatrix() {}

  /** The rank. */
  static int rank(List<BigFraction[]> rows) {
    return reduced(rows).size();
  }

  /** The rows of the reduced row echelon form that are not zero. */
  static List<BigFraction[]> reduced(List<BigFraction[]> rows) {
    List<BigFraction[]> rest = new ArrayList<>(rows.stream().map(BigFraction[]::clone).toList());
    List<BigFraction[]> done = new ArrayList<>();
    int width = rows.isEmpty() ? 0 : rows.get(0).length;
    for (int column = 0; column < width; column++) {
      Work.spend(rest.size());
      int pivot = column;
      BigFraction[] row =
          rest.stream().filter(r -> r[pivot].signum() != 0).findFirst().orElse(null);
      if (row != null) {
        rest.remove(row);
        BigFraction inverse = row[column].reciprocal();
        for (int j = 0; j < width; j++) {
          if (row[j].signum() != 0) {
            Work.on(row[j], inverse);
            row[j] = row[j].multiply(inverse);
          }
        }
        rest.forEach(other -> eliminate(other, row, pivot));
        done.forEach(other -> eliminate(other, row, pivot));
        done.add(row);
      }
    }
    return done;
  }

  private static void eliminate(BigFraction[] target, BigFraction[] row, int pivot) {
    BigFraction factor = target[pivot];
    if (factor.signum() != 0) {
      for (int j = 0; j < row.length; j++) {
        if (row[j].signum() != 0) {
          Work.on(factor, row[j]);
          target[j] = target[j].subtract(factor.multiply(row[j]));
        }
      }
    }
  }
}
