package org.cusp.bench.guard;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The time of everything that is guarded, convolution and attention among it, and of its floor. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WorkBenchmark {
  @Param public GuardedWork guarded;

  private Work work;

  @Setup(Level.Trial)
  public void start() {
    work = guarded.start();
  }

  @Benchmark
  public void work() {
    work.run();
  }

  @Benchmark
  public void floor() {
    work.floor().run();
  }

  @TearDown(Level.Trial)
  public void close() {
    work.close();
  }
}
