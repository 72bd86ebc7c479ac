package org.cusp.run;

import org.cusp.posterior.PosteriorPass;

/** Sees the parameters of the coldest replicas after every kept draw. */
public interface DrawObserver {
  /** Nobody looks. */
  DrawObserver NONE =
      (pass, firstChain) ->
          new Pass() {
            @Override
            public void draw(int draw) {}

            @Override
            public void close() {}
          };

  /**
   * Begins to look at some chains: called once for each pass, before its first draw.
   *
   * @param pass whose {@code w()} holds, at each draw, the parameters of chains {@code firstChain
   *     .. firstChain + pass.chains() - 1} at the coldest temperature
   */
  Pass of(PosteriorPass pass, int firstChain);

  /** Looks at the chains of one pass; used by one thread at a time. */
  interface Pass extends AutoCloseable {
    /** A draw, numbered from 0. Parameters are not to be written to. */
    void draw(int draw);

    @Override
    void close();
  }
}
