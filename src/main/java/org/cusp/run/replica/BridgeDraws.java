package org.cusp.run.replica;

/**
 * Draws from a posterior to that with, or without, one datum more.
 *
 * @param weights t of the rungs, ascending from 0, the posterior itself
 * @param energy [rung][chain][draw], l(w) - l(w*) of the datum in nats, with the sign of the
 *     bridge: a rung has the density of the posterior times exp(-t energy)
 * @param leastSwaps the smallest mean probability of an exchange between two neighbours
 */
public record BridgeDraws(double[] weights, double[][][] energy, double leastSwaps) {
  public int draws() {
    return energy[0][0].length;
  }
}
