package org.cusp.estimate.compare;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.cusp.contract.Check;

/**
 * Which data two classifiers get right.
 *
 * @param accuracyA share of data that A gets right
 * @param accuracyB share of data that B gets right
 * @param bothRight data that both get right
 * @param onlyA data that A gets right and B does not
 * @param onlyB data that B gets right and A does not
 * @param bothWrong data that neither gets right
 * @param difference accuracy of B less that of A, (onlyB - onlyA) / n
 * @param se its paired standard error, sqrt((onlyA + onlyB - (onlyB - onlyA)^2 / n) / (n (n - 1)))
 * @param p the exact McNemar test of equal accuracies: the chance of counts onlyA, onlyB at least
 *     as unequal if each datum that flips is as likely to flip one way as the other; 1 where none
 *     flips
 * @see <a href="https://doi.org/10.1007/BF02295996">Q. McNemar, Psychometrika 12 (1947) 153-157</a>
 */
public record LabelComparison(
    double accuracyA,
    double accuracyB,
    int bothRight,
    int onlyA,
    int onlyB,
    int bothWrong,
    double difference,
    double se,
    double p) {
  /** From what each gets right of the same data in the same order. */
  public static LabelComparison of(boolean[] a, boolean[] b) {
    Check.equal("labels under B", b.length, a.length);
    int n = Check.atLeast("data to compare on", a.length, 2);
    int[][] counts = new int[2][2];
    for (int i = 0; i < n; i++) {
      counts[a[i] ? 1 : 0][b[i] ? 1 : 0]++;
    }
    int onlyA = counts[1][0];
    int onlyB = counts[0][1];
    double net = onlyB - onlyA;
    return new LabelComparison(
        (counts[1][1] + onlyA) / (double) n,
        (counts[1][1] + onlyB) / (double) n,
        counts[1][1],
        onlyA,
        onlyB,
        counts[0][0],
        net / n,
        Math.sqrt((onlyA + onlyB - net * net / n) / ((double) n * (n - 1.0))),
        mcNemar(onlyA, onlyB));
  }

  private static double mcNemar(int onlyA, int onlyB) {
    BinomialDistribution law = new BinomialDistribution(null, onlyA + onlyB, 0.5);
    return Math.min(1, 2 * law.cumulativeProbability(Math.min(onlyA, onlyB)));
  }
}
