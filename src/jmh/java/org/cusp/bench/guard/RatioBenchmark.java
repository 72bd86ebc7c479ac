package org.cusp.bench.guard;

import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Time of a work in units of its floor. Both take turns of about a millisecond, so that whatever
 * disturbs the machine disturbs both, and the median of the turns' ratios is taken.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
public class RatioBenchmark {
  private static final double TURN_NANOS = 1e6;
  private static final double WARM_NANOS = 1.5e9;
  private static final int TURNS = 400;
  private static final double LONGEST_NANOS = 1.5e9;

  /** Half works done where one is counted: 2, or 3 to see that the guard finds what is slower. */
  @Param("2")
  public int halves;

  @Param public GuardedWork guarded;

  private Work work;
  private int works;
  private int floors;

  /** The result, beside JMH's own time. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Found {
    public double ratio;

    @Setup(Level.Iteration)
    public void clear() {
      ratio = 0;
    }
  }

  @Setup(Level.Trial)
  public void start() {
    work = guarded.start();
    long end = System.nanoTime() + (long) WARM_NANOS;
    while (System.nanoTime() < end) {
      work.run();
      work.floor().run();
    }
    works = 2 * Math.max(1, times(work::run) / 2);
    floors = times(work.floor()::run);
  }

  private static int times(Runnable task) {
    double shortest = Double.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      shortest = Math.min(shortest, nanos(task, 1));
    }
    return (int) Math.max(1, Math.ceil(TURN_NANOS / Math.max(shortest, 1)));
  }

  private static double nanos(Runnable task, int times) {
    long begin = System.nanoTime();
    for (int i = 0; i < times; i++) {
      task.run();
    }
    return System.nanoTime() - begin;
  }

  @Benchmark
  public void turns(Found found) {
    double[] ratios = new double[TURNS];
    long end = System.nanoTime() + (long) LONGEST_NANOS;
    int turn = 0;
    while (turn < TURNS && (turn < 3 || System.nanoTime() < end)) {
      double floor = nanos(work.floor()::run, floors) / floors;
      double hot = (nanos(work::run, works) + nanos(work::run, extra())) / works;
      ratios[turn++] = hot / floor;
    }
    double[] sorted = Arrays.copyOf(ratios, turn);
    Arrays.sort(sorted);
    found.ratio = sorted[turn / 2];
  }

  /** Halves of a turn's work beyond two. */
  private int extra() {
    return works * (halves - 2) / 2;
  }

  @TearDown(Level.Trial)
  public void close() {
    work.close();
  }
}
