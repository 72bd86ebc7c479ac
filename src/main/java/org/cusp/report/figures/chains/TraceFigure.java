package org.cusp.report.figures.chains;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Decimate;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Subject;
import org.cusp.report.plot.Theme;

/** The draws behind one estimate: every chain's trace, and the LLC settling over them. */
public final class TraceFigure {
  static final String ID = "traces";
  static final String ENERGY_TITLE = "nβ · ΔL (dimensionless)";

  private static final int COLUMNS = 600;
  private static final int MOST_NAMED_CHAINS = 8;

  /** Draws rarer than this in either tail do not widen the axis. */
  private static final double TAIL = 0.001;

  private TraceFigure() {}

  public static Figure of(Subject subject, Trace trace) {
    RunningLlc running = RunningLlc.of(trace);
    Axis draws = new Axis("draw of each chain", new Scale.Linear(), 0, Math.max(2, trace.draws()));
    Axis values = axis(trace, running);
    Drawing drawing = new Drawing();
    if (trace.burnIn() > 0) {
      drawing.add("burn-in, left out", new Layer.Zone(0, trace.burnIn() + 0.5, Theme.SHADE));
    }
    drawing.add(new Layer.Level(0, Theme.RULE, Theme.solid(1f)));
    addChains(trace, draws, drawing);
    addRunning(running, drawing);
    addEnds(trace, drawing);
    return new Figure(
        subject.id(ID),
        subject.title("Traces of nβ · ΔL"),
        caption(trace, values),
        alt(subject, trace, running),
        List.of(drawing.panel(320, draws, values)));
  }

  private static void addChains(Trace trace, Axis draws, Drawing drawing) {
    double[] number = IntStream.rangeClosed(1, trace.draws()).asDoubleStream().toArray();
    double[] place = Arrays.stream(number).map(draws::fraction).toArray();
    boolean named = trace.chains() <= MOST_NAMED_CHAINS;
    for (int chain = 0; chain < trace.chains(); chain++) {
      double[] height = scaled(trace, chain);
      int[] kept = Decimate.columns(place, height, COLUMNS);
      Layer line =
          new Layer.Line(
              Decimate.pick(number, kept),
              Decimate.pick(height, kept),
              Theme.chain(chain),
              Theme.solid(Theme.TRACE_WIDTH));
      drawing.add(line);
      if (named) {
        drawing.key("chain " + (chain + 1), line);
      } else if (chain == 0) {
        drawing.key(trace.chains() + " chains", line);
      }
    }
  }

  private static void addRunning(RunningLlc running, Drawing drawing) {
    if (running.draw().length == 0) {
      return;
    }
    Layer.Band band =
        Layer.around(
            running.draw(), running.mean(), running.half(), Theme.transparent(Theme.INK, 0.28));
    if (band.x().length > 0) {
      drawing.add("95% band", band);
    }
    drawing.add(
        "running LLC",
        new Layer.Line(running.draw(), running.mean(), Theme.INK, Theme.solid(2.2f)));
  }

  /** The last finite draw of the chains that did not stay finite. */
  private static void addEnds(Trace trace, Drawing drawing) {
    int[] lost = IntStream.range(0, trace.chains()).filter(c -> !trace.isFinite(c)).toArray();
    double[] draw = new double[lost.length];
    double[] height = new double[lost.length];
    for (int i = 0; i < lost.length; i++) {
      double[] scaled = scaled(trace, lost[i]);
      int last = (int) Arrays.stream(scaled).takeWhile(Double::isFinite).count();
      draw[i] = last;
      height[i] = last == 0 ? Double.NaN : scaled[last - 1];
    }
    if (lost.length > 0) {
      drawing.add(
          "not finite any more", new Layer.Marks(draw, height, Glyph.CROSS, Theme.VERMILION));
    }
  }

  /**
   * An axis for all but the rarest draws of the chains that stayed finite: neither an excursion nor
   * a chain that explodes may flatten the others.
   */
  private static Axis axis(Trace trace, RunningLlc running) {
    boolean some = IntStream.range(0, trace.chains()).anyMatch(trace::isFinite);
    double[] sorted =
        IntStream.range(0, trace.chains())
            .filter(chain -> trace.isFinite(chain) || !some)
            .mapToObj(chain -> scaled(trace, chain))
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (sorted.length == 0) {
      return Axis.holding(ENERGY_TITLE, new Scale.Linear(), DoubleStream.empty());
    }
    int tail = (int) (TAIL * sorted.length);
    double low = sorted[tail];
    double high = sorted[sorted.length - 1 - tail];
    double room = 0.25 * (high - low);
    DoubleStream ends =
        DoubleStream.of(
            0, Math.max(sorted[0], low - room), Math.min(sorted[sorted.length - 1], high + room));
    DoubleStream last =
        running.mean().length == 0
            ? DoubleStream.empty()
            : DoubleStream.of(running.mean()[running.mean().length - 1]);
    return Axis.holding(ENERGY_TITLE, new Scale.Linear(), DoubleStream.concat(ends, last));
  }

  /** nBeta dL of a chain, up to its first draw that is not finite. */
  private static double[] scaled(Trace trace, int chain) {
    double[] scaled = new double[trace.draws()];
    Arrays.fill(scaled, Double.NaN);
    for (int t = 0; t < scaled.length; t++) {
      double value = trace.nBeta() * trace.deltaLoss()[chain][t];
      if (!Double.isFinite(value)) {
        return scaled;
      }
      scaled[t] = value;
    }
    return scaled;
  }

  private static String caption(Trace trace, Axis values) {
    StringBuilder caption =
        new StringBuilder("Each thin line is one chain's loss above the checkpoint's, times nβ = ")
            .append(Numbers.plain(trace.nBeta()))
            .append(
                ". The LLC is the mean of these after the burn-in; the black line shows it settling"
                    + " as draws come in, with a band of ± 1.96 Monte Carlo standard errors of the draws"
                    + " so far. Healthy chains look alike and have no trend; chains that keep drifting, or sit at different"
                    + " levels, have not converged.");
    String frozen =
        IntStream.range(0, trace.chains())
            .filter(chain -> !trace.isFinite(chain))
            .mapToObj(chain -> Integer.toString(chain + 1))
            .collect(Collectors.joining(", "));
    if (!frozen.isEmpty()) {
      caption
          .append(" Not finite at some draw, drawn up to there and left out of the LLC: chain ")
          .append(frozen)
          .append(".");
    }
    long outside = outside(trace, values);
    if (outside > 0) {
      caption
          .append(" Draws beyond the axis: ")
          .append(Numbers.integer(outside))
          .append(" of ")
          .append(Numbers.integer((long) trace.chains() * trace.draws()))
          .append(".");
    }
    return caption.toString();
  }

  private static long outside(Trace trace, Axis values) {
    return IntStream.range(0, trace.chains())
        .mapToObj(chain -> scaled(trace, chain))
        .flatMapToDouble(Arrays::stream)
        .filter(v -> v < values.low() || v > values.high())
        .count();
  }

  private static String alt(Subject subject, Trace trace, RunningLlc running) {
    String chains =
        subject.title(
            String.format(
                Locale.ROOT,
                "Traces of %d chains of %s draws",
                trace.chains(),
                Numbers.integer(trace.draws())));
    return running.mean().length == 0
        ? chains + "; none is finite throughout."
        : String.format(Locale.ROOT, "%s; the running LLC ends at %s.", chains, running.last());
  }
}
