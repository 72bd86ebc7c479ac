package org.cusp.bench.guard;

/** Something hot, and the least that the machine needs for as much. */
interface Work extends AutoCloseable {
  /** Once; about a millisecond. */
  void run();

  /** What bounds it. */
  Floor floor();

  @Override
  void close();
}
