package org.cusp.report.figures.chains;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.RankHistogram;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Subject;
import org.cusp.report.plot.Theme;

/**
 * One histogram a chain, under each other: where the chain's draws rank among those of all chains
 * (Vehtari et al. 2021, DOI 10.1214/20-BA1221, section 5). If all chains draw from one law, the
 * number in a bin is binomial, with as many trials as the chain has independent draws.
 */
final class RankFigure {
  static final String ID = "ranks";

  private static final int MOST_BINS = 20;
  private static final int DRAWS_A_BIN = 10;

  /** A row shows counts that differ from the expected one by at least this share of it. */
  private static final double LEAST_REACH = 0.3;

  /** And at most by this: the row begins at 0 then, and ends at twice the expected count. */
  private static final double MOST_REACH = 1;

  /** What a row's columns take of the room to either side of their middle. */
  private static final double ROW_SHARE = 0.46;

  private static final Color COLUMN = Theme.transparent(Theme.BLUE, 0.45);
  private static final Color INNER = new Color(0xD2, 0xD2, 0xD2);
  private static final Color OUTER = new Color(0xEC, 0xEC, 0xEC);

  private final Trace trace;
  private final int[] chains;
  private final int[][] counts;
  private final double expected;
  private final Range[] ofAll;
  private final Range ofOne;
  private final double reach;
  private final double[] edges;

  /** The bounds of a count. */
  private record Range(double low, double high) {
    /** The central part of Binomial(trials, share), scaled to so many draws. */
    static Range of(int draws, int trials, double share, double tail) {
      BinomialDistribution law = new BinomialDistribution(null, trials, share);
      double scale = (double) draws / trials;
      return new Range(
          scale * law.inverseCumulativeProbability(tail),
          scale * law.inverseCumulativeProbability(1 - tail));
    }

    boolean holds(double count) {
      return low <= count && count <= high;
    }
  }

  private RankFigure(Trace trace) {
    this.trace = trace;
    chains = trace.finiteChains();
    double[][] draws = trace.energies(trace.kept());
    int bins = Math.max(2, Math.min(MOST_BINS, trace.kept() / DRAWS_A_BIN));
    counts = RankHistogram.counts(draws, bins);
    expected = (double) trace.kept() / bins;
    double tail = 0.025;
    ofOne = Range.of(trace.kept(), trace.kept(), 1.0 / bins, tail);
    ofAll =
        Arrays.stream(draws)
            .map(
                chain ->
                    Range.of(
                        trace.kept(), independent(chain), 1.0 / bins, tail / bins / draws.length))
            .toArray(Range[]::new);
    double largest =
        Arrays.stream(counts)
            .flatMapToInt(Arrays::stream)
            .mapToDouble(n -> Math.abs(n / expected - 1))
            .max()
            .orElse(0);
    reach = Math.max(LEAST_REACH, Math.min(MOST_REACH, largest));
    edges = IntStream.rangeClosed(0, bins).mapToDouble(i -> (double) i / bins).toArray();
  }

  /** How many independent draws a chain is worth by itself, at most as many as it has. */
  private static int independent(double[] chain) {
    double ess = Ess.bulk(new double[][] {chain});
    return Double.isNaN(ess)
        ? chain.length
        : (int) Math.max(1, Math.min(chain.length, Math.round(ess)));
  }

  /**
   * @param trace with a finite chain and a draw after the burn-in
   */
  static Figure of(Subject subject, Trace trace) {
    return new RankFigure(trace).figure(subject);
  }

  private Figure figure(Subject subject) {
    int rowHeight = Math.max(16, Math.min(60, 640 / trace.chains()));
    Axis x = new Axis("rank among the draws of all chains (share)", new Scale.Linear(), 0, 1);
    Axis y = new Axis("chain", new Scale.Rows(trace.chains()), 0, trace.chains());
    Drawing drawing = new Drawing();
    for (int chain = 0; chain < trace.chains(); chain++) {
      int at = Arrays.binarySearch(chains, chain);
      if (at >= 0) {
        addRow(drawing, at, trace.chains() - 1 - chain);
      } else {
        double middle = trace.chains() - 1 - chain + 0.5;
        drawing.add(new Layer.Tile(0, 1, middle - 0.5, middle + 0.5, Theme.PAPER));
        drawing.add(
            new Layer.Words(0.5, middle, "not finite: left out", Theme.TEXT_SIZE, Theme.FAINT_INK));
      }
    }
    keys(drawing);
    return new Figure(
        subject.id(ID),
        subject.title("Ranks of each chain's draws"),
        caption(),
        alt(),
        List.of(drawing.panel(rowHeight * trace.chains(), x, y)));
  }

  private void addRow(Drawing drawing, int chain, double base) {
    double middle = base + 0.5;
    double[] heights = Arrays.stream(counts[chain]).mapToDouble(n -> middle + place(n)).toArray();
    drawing.add(
        new Layer.Tile(0, 1, base, base + 1, Theme.PAPER),
        tile(middle, ofAll[chain], OUTER),
        tile(middle, ofOne, INNER));
    for (int bin = 0; bin < heights.length; bin++) {
      boolean inside = ofAll[chain].holds(counts[chain][bin]);
      drawing.add(
          new Layer.Tile(
              edges[bin],
              edges[bin + 1],
              Math.min(middle, heights[bin]),
              Math.max(middle, heights[bin]),
              inside ? COLUMN : Theme.VERMILION));
    }
    drawing.add(
        Layer.outline(edges, heights, Theme.BLUE, Theme.solid(1.4f)),
        new Layer.Line(
            new double[] {0, 1}, new double[] {middle, middle}, Theme.INK, Theme.solid(0.8f)));
  }

  /** Where a count stands, from the middle of its row. */
  private double place(double count) {
    double share = (count / expected - 1) / reach;
    return ROW_SHARE * Math.max(-1, Math.min(1, share));
  }

  private Layer tile(double middle, Range range, Color colour) {
    return new Layer.Tile(0, 1, middle + place(range.low()), middle + place(range.high()), colour);
  }

  private void keys(Drawing drawing) {
    drawing.key("draws in the bin", sample(Theme.mixed(Theme.BLUE, Theme.PAPER, 0.55)));
    drawing.key("expected", new Layer.Level(0, Theme.INK, Theme.solid(0.8f)));
    drawing.key("95% of bins, independent draws", sample(INNER));
    drawing.key("95% of figures, correlated draws", sample(OUTER));
    if (flagged() > 0) {
      drawing.key("outside", sample(Theme.VERMILION));
    }
  }

  private static Layer sample(Color colour) {
    return new Layer.Tile(0, 1, 0, 1, colour);
  }

  private long flagged() {
    return IntStream.range(0, counts.length)
        .mapToLong(c -> Arrays.stream(counts[c]).filter(n -> !ofAll[c].holds(n)).count())
        .sum();
  }

  private String caption() {
    String caption =
        String.format(
                Locale.ROOT,
                "Each row counts how one chain's %s draws rank among those of all chains, in %d bins with %s expected in each; a row reaches %s%% of that up and down. ",
                Numbers.integer(trace.kept()),
                edges.length - 1,
                Numbers.plain(expected),
                Numbers.fixed(100 * reach, 0))
            + "Chains that have converged fill all bins alike. A row that leans to one side sits at"
            + " another level than the rest; one that is hollow or humped is wider or narrower."
            + " The inner band holds 95% of all bins if the draws are independent. In at least 95% of such"
            + " figures the outer one holds every bin, for as many independent draws as each chain"
            + " is worth by its own effective sample size.";
    long cut =
        Arrays.stream(counts)
            .flatMapToInt(Arrays::stream)
            .filter(n -> n > (1 + reach) * expected)
            .count();
    return cut == 0
        ? caption
        : caption + String.format(Locale.ROOT, " Higher columns are cut off: %d.", cut);
  }

  private String alt() {
    return String.format(
        Locale.ROOT,
        "Rank histograms of %d chains in %d bins; %d of %d bins lie outside the simultaneous band.",
        chains.length,
        edges.length - 1,
        flagged(),
        (long) chains.length * (edges.length - 1));
  }
}
