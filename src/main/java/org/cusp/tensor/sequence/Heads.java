package org.cusp.tensor.sequence;

import org.cusp.contract.Check;

/**
 * How the positions of a sequence attend to each other. A vector of queries is those of its heads
 * one after the other, of keys and values likewise; query head h reads key head h / (queries /
 * keys). For each head and position t, over the positions s that it sees,
 *
 * <pre>p_ts = softmax_s(scale q_t . k_s),  o_t = sum_s p_ts v_s,</pre>
 *
 * with q and k turned by {@link Rotary} first. Source: A. Vaswani et al., "Attention is all you
 * need", arXiv:1706.03762 (2017).
 */
public final class Heads {
  private final Counts counts;
  private final Reach reach;
  private final double scale;
  private final Rotary rotary;
  private final double[] cosines;
  private final double[] sines;

  /** Which positions a position sees. */
  public enum Reach {
    /** Itself and those before. */
    CAUSAL,
    ALL
  }

  /**
   * Sizes.
   *
   * @param positions of a sequence
   * @param queries heads
   * @param keys heads of keys and of values, which divide those of queries
   * @param width numbers of a head
   */
  public record Counts(int positions, int queries, int keys, int width) {
    public Counts {
      Check.atLeast("positions", positions, 1);
      Check.atLeast("heads", queries, 1);
      Check.atLeast("key heads", keys, 1);
      Check.atLeast("head width", width, 1);
      Check.equal("heads left over", queries % keys, 0);
    }
  }

  public Heads(Counts counts, Reach reach, double scale, Rotary rotary) {
    this.counts = counts;
    this.reach = reach;
    this.scale = scale;
    this.rotary = rotary;
    if (rotary.width() > counts.width()) {
      throw new IllegalArgumentException(
          "a rotary width of " + rotary.width() + " in heads of " + counts.width());
    }
    int pairs = rotary.width() / 2;
    this.cosines = new double[counts.positions() * pairs];
    this.sines = new double[cosines.length];
    for (int i = 0; i < cosines.length; i++) {
      double angle = rotary.angle(i / pairs, i % pairs);
      cosines[i] = Math.cos(angle);
      sines[i] = Math.sin(angle);
    }
  }

  public int positions() {
    return counts.positions();
  }

  /** Heads of queries. */
  public int queries() {
    return counts.queries();
  }

  /** Heads of keys and of values. */
  public int keys() {
    return counts.keys();
  }

  /** How many heads of queries read the same keys. */
  public int sharing() {
    return counts.queries() / counts.keys();
  }

  /** Numbers of a head. */
  public int width() {
    return counts.width();
  }

  /** Numbers of a vector of queries. */
  public int queryWidth() {
    return counts.queries() * counts.width();
  }

  /** Numbers of a vector of keys. */
  public int keyWidth() {
    return counts.keys() * counts.width();
  }

  /** The factor of scores. */
  public double scale() {
    return scale;
  }

  /** How many positions a position sees, from the first on. */
  public int seen(int position) {
    return reach == Reach.CAUSAL ? position + 1 : counts.positions();
  }

  /** The first position that sees a position. */
  public int firstSeeing(int position) {
    return reach == Reach.CAUSAL ? position : 0;
  }

  /** How many pairs of numbers are turned. */
  public int pairs() {
    return rotary.width() / 2;
  }

  /** Of the angle of pair j at position t, at {@code t pairs + j}; not to be written to. */
  public double[] cosines() {
    return cosines;
  }

  /** Of the angle of pair j at position t, at {@code t pairs + j}; not to be written to. */
  public double[] sines() {
    return sines;
  }
}
