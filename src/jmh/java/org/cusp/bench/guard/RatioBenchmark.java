package org.cusp.bench.guard;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
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
 * Time of a work in units of its floor. Both take turns of about a millisecond, and of each the
 * quick turns count: those between two interruptions by others, of code that is compiled. Both
 * phases last so long in processor time, not by the clock, because a busy machine gives Java less
 * of it to compile with.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
public class RatioBenchmark {
  private static final double TURN_NANOS = 1e6;
  private static final double WARM_NANOS = 2e9;
  private static final double MEASURED_NANOS = 1.2e9;
  private static final double LONGEST_NANOS = 8e9;
  private static final double QUICK = 0.05;

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

    /** Processor time in seconds while it was measured, for each second of the clock. */
    public double share;

    @Setup(Level.Iteration)
    public void clear() {
      ratio = 0;
      share = 0;
    }
  }

  @Setup(Level.Trial)
  public void start() {
    work = guarded.start();
    Budget warm = new Budget(WARM_NANOS);
    while (warm.isLeft()) {
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
    List<Double> floorTimes = new ArrayList<>();
    List<Double> workTimes = new ArrayList<>();
    Budget budget = new Budget(MEASURED_NANOS);
    while (workTimes.size() < 3 || budget.isLeft()) {
      floorTimes.add(nanos(work.floor()::run, floors) / floors);
      workTimes.add((nanos(work::run, works) + nanos(work::run, extra())) / works);
    }
    found.ratio = quick(workTimes) / quick(floorTimes);
    found.share = budget.share();
  }

  private static double quick(List<Double> times) {
    times.sort(null);
    return times.get((int) (QUICK * times.size()));
  }

  /** Processor time of all threads, the compiler's among them, from now on. */
  private static final class Budget {
    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final double used = SYSTEM.getProcessCpuTime();
    private final double begun = System.nanoTime();
    private final double nanos;

    Budget(double nanos) {
      this.nanos = nanos;
    }

    boolean isLeft() {
      return SYSTEM.getProcessCpuTime() < used + nanos && System.nanoTime() < begun + LONGEST_NANOS;
    }

    /** Of a processor. */
    double share() {
      return (SYSTEM.getProcessCpuTime() - used) / (System.nanoTime() - begun);
    }
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
