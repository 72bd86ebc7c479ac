package org.cusp.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The draws behind one estimate: every chain's trace, and the LLC settling over them. */
final class TraceFigure {
  /** What the id begins with; the step follows. */
  static final String ID = "traces-step-";

  private static final int COLUMNS = 600;
  private static final int MOST_NAMED_CHAINS = 8;

  /** Draws rarer than this in either tail do not widen the axis. */
  private static final double TAIL = 0.001;

  private TraceFigure() {}

  static Figure of(Trace trace) {
    RunningLlc running = RunningLlc.of(trace);
    Axis draws = new Axis("draw of each chain", new Scale.Linear(), 0, Math.max(2, trace.draws()));
    Axis values = axis(trace, running);
    List<Layer> layers = new ArrayList<>();
    List<Panel.Key> keys = new ArrayList<>();
    if (trace.burnIn() > 0) {
      Layer burnIn = new Layer.Zone(0, trace.burnIn() + 0.5, Theme.SHADE);
      layers.add(burnIn);
      keys.add(Panel.Key.of("burn-in, left out", burnIn));
    }
    layers.add(new Layer.Level(0, Theme.RULE, Theme.solid(1f)));
    addChains(trace, draws, layers, keys);
    addRunning(running, draws, layers, keys);
    return new Figure(
        ID + String.format(Locale.ROOT, "%06d", trace.step()),
        "Chains at step %s: nβ · ΔL".formatted(Numbers.integer(trace.step())),
        caption(trace, values),
        alt(trace, running),
        List.of(new Panel(320, draws, values, layers, keys)));
  }

  private static void addChains(Trace trace, Axis draws, List<Layer> layers, List<Panel.Key> keys) {
    List<Layer> samples = new ArrayList<>();
    double[] number = IntStream.rangeClosed(1, trace.draws()).asDoubleStream().toArray();
    double[] place = Arrays.stream(number).map(draws::fraction).toArray();
    for (int chain = 0; chain < trace.chains(); chain++) {
      double[] height = scaled(trace, chain);
      int[] kept = Decimate.columns(place, height, COLUMNS);
      Layer line =
          new Layer.Line(
              Decimate.pick(number, kept),
              Decimate.pick(height, kept),
              Theme.chain(chain),
              Theme.solid(Theme.TRACE_WIDTH));
      layers.add(line);
      samples.add(line);
      if (trace.chains() <= MOST_NAMED_CHAINS) {
        keys.add(Panel.Key.of("chain " + (chain + 1), line));
      }
    }
    if (trace.chains() > MOST_NAMED_CHAINS) {
      keys.add(Panel.Key.of(trace.chains() + " chains", samples.get(0)));
    }
  }

  private static void addRunning(
      RunningLlc running, Axis draws, List<Layer> layers, List<Panel.Key> keys) {
    if (running.draw().length == 0) {
      return;
    }
    double[] place = Arrays.stream(running.draw()).map(draws::fraction).toArray();
    int[] kept = Decimate.columns(place, running.mean(), COLUMNS);
    double[] x = Decimate.pick(running.draw(), kept);
    double[] mean = Decimate.pick(running.mean(), kept);
    double[] half = Decimate.pick(running.half(), kept);
    if (Double.isFinite(half[0])) {
      double[] low = IntStream.range(0, x.length).mapToDouble(i -> mean[i] - half[i]).toArray();
      double[] high = IntStream.range(0, x.length).mapToDouble(i -> mean[i] + half[i]).toArray();
      Layer band = new Layer.Band(x, low, high, Theme.transparent(Theme.INK, 0.28));
      layers.add(band);
      keys.add(Panel.Key.of("95% band", band));
    }
    Layer line = new Layer.Line(x, mean, Theme.INK, Theme.solid(2.2f));
    layers.add(line);
    keys.add(Panel.Key.of("running LLC", line));
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
      return Axis.holding("nβ · ΔL (dimensionless)", new Scale.Linear(), DoubleStream.empty());
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
    return Axis.holding(
        "nβ · ΔL (dimensionless)", new Scale.Linear(), DoubleStream.concat(ends, last));
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
                    + " as draws come in. ");
    if (trace.chains() > 1) {
      caption.append(
          "Its band is ± 1.96 standard errors, from the spread between the chains' running means. ");
    }
    caption.append(
        "Healthy chains look alike and have no trend; chains that keep drifting, or sit at different"
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

  private static String alt(Trace trace, RunningLlc running) {
    String chains =
        "Traces of %d chains of %s draws at step %s"
            .formatted(
                trace.chains(), Numbers.integer(trace.draws()), Numbers.integer(trace.step()));
    int last = running.mean().length - 1;
    return last < 0
        ? chains + "; none is finite throughout."
        : "%s; the running LLC ends at %s."
            .formatted(
                chains,
                Numbers.plusMinus(
                    running.mean()[last], running.half()[last] / LlcFigure.NORMAL_95));
  }
}
