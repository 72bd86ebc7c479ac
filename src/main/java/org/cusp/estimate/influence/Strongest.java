package org.cusp.estimate.influence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.cusp.diagnostics.FalseDiscovery.Thresholds;

/**
 * The entries of one query that are sure to be the largest, of either sign: ordered by the end of
 * their interval that is nearer to 0, so that noise does not lead. What is kept does not depend on
 * the order in which entries come.
 */
public final class Strongest {
  private static final Comparator<Entry> ORDER =
      Comparator.comparingDouble(Entry::sureSize).reversed().thenComparingInt(Entry::datum);

  private final int most;
  private final TreeSet<Entry> helpful = new TreeSet<>(ORDER);
  private final TreeSet<Entry> harmful = new TreeSet<>(ORDER);
  private double largest;

  public Strongest(int most) {
    this.most = most;
  }

  public synchronized void offer(Entry entry) {
    largest = Math.max(largest, Math.abs(entry.t()));
    if (!(entry.sureSize() > 0)) {
      return;
    }
    TreeSet<Entry> side = entry.influence() < 0 ? helpful : harmful;
    side.add(entry);
    if (side.size() > most) {
      side.pollLast();
    }
  }

  /** The largest |t|. */
  synchronized double largest() {
    return largest;
  }

  /** Those that stand out: that lower the query's loss. */
  public synchronized List<Entry> helpful(Thresholds thresholds) {
    return standOut(helpful, thresholds);
  }

  public synchronized List<Entry> harmful(Thresholds thresholds) {
    return standOut(harmful, thresholds);
  }

  private static List<Entry> standOut(TreeSet<Entry> side, Thresholds thresholds) {
    List<Entry> found = new ArrayList<>(side);
    found.removeIf(entry -> !thresholds.standsOut(entry.t()));
    return found;
  }
}
