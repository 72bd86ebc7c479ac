package org.cusp.cli.spread;

import java.util.List;
import java.util.Optional;

/**
 * Processes that do pieces of work, here or on other machines. Each piece is done at least once; of
 * several attempts at one piece one counts.
 */
public interface Cluster {
  /**
   * Does all pieces of a job; returns when they are done.
   *
   * @throws org.cusp.contract.InvalidInput where the cluster is not there, or a piece could not be
   *     done
   */
  void run(Job job, Access access, Watcher watcher);

  /**
   * How to come to the cluster.
   *
   * @param master its address; empty for this process
   * @param settings as {@code name=value}
   */
  record Access(Optional<String> master, List<String> settings) {
    public Access {
      settings = List.copyOf(settings);
    }
  }

  /** Is told what becomes of a job, by one thread at a time. */
  interface Watcher {
    /** A piece is done. */
    void done(Outcome outcome);

    /** A line for people. */
    void note(String line);
  }
}
