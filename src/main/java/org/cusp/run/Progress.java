package org.cusp.run;

/** Watches chains run. Called between segments, in the thread that started them. */
public interface Progress {
  /** Nobody watches. */
  Progress NONE = (done, total, energy) -> {};

  /**
   * @param done draws that every chain has made, burn-in included
   * @param total draws that every chain will make
   * @param energy mean over chains of nBeta (L_B(w) - L_B(w*)) since burn-in ended; NaN before
   */
  void draws(int done, int total, double energy);
}
