package org.cusp.paper.phases;

import java.util.Arrays;
import org.cusp.posterior.PosteriorPass;
import org.cusp.run.observer.Observer;
import org.cusp.state.State;

/** Counts the phases of the toy model of superposition among draws, chain by chain. */
final class PhaseCount implements Observer {
  private final int columns;
  private final int[][] counts;

  PhaseCount(int columns, int chains) {
    this.columns = columns;
    this.counts = new int[chains][columns + 1];
  }

  @Override
  public void state(State at) {
    for (int chain = 0; chain < counts.length; chain++) {
      for (int corners = 0; corners <= columns; corners++) {
        String name = chain + "." + corners;
        counts[chain][corners] = (int) at.whole(name, counts[chain][corners]);
      }
    }
  }

  @Override
  public Watch watch(PosteriorPass pass, int firstChain) {
    return draw -> {
      for (int i = 0; i < pass.chains() && draw.isColdest(); i++) {
        counts[firstChain + i][PolygonEvidence.cornersOf(draw.parameters(i), columns)]++;
      }
    };
  }

  /** The share of draws of all chains with so many corners. */
  double share(int corners) {
    return Arrays.stream(counts).mapToDouble(chain -> share(chain, corners)).average().orElse(0);
  }

  private static double share(int[] chain, int corners) {
    return (double) chain[corners] / Arrays.stream(chain).sum();
  }

  /** The standard error of a share, from how far the chains disagree. */
  double spread(int corners) {
    double mean = share(corners);
    double squares = 0;
    for (int[] chain : counts) {
      double distance = share(chain, corners) - mean;
      squares += distance * distance;
    }
    return Math.sqrt(squares / (counts.length * (counts.length - 1.0)));
  }
}
