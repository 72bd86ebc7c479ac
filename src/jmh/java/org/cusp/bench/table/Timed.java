package org.cusp.bench.table;

/** Something that can be done again and again. */
interface Timed extends AutoCloseable {
  double NANOS = 1e-9;

  /** So many steps of everything there is. */
  void run(int steps);

  /** What a step counts for: chains, or 1. */
  int weight();

  @Override
  void close();

  /** Steps of one chain per second, from about so many seconds. */
  default double rate(double seconds) {
    int steps = 1;
    double used = once(steps);
    double spent = used;
    while (spent < seconds) {
      double rest = seconds - spent;
      steps = (int) Math.max(1, Math.min(rest / 2 / used * steps, 10.0 * steps));
      used = once(steps);
      spent += used;
    }
    return weight() * steps / used;
  }

  private double once(int steps) {
    long begin = System.nanoTime();
    run(steps);
    return NANOS * (System.nanoTime() - begin);
  }
}
