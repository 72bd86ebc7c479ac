package org.cusp.run.replica;

import java.util.ArrayList;
import java.util.List;
import org.cusp.posterior.PosteriorPass;
import org.cusp.run.observer.DrawTable;
import org.cusp.run.observer.Observer;
import org.cusp.state.State;

/** Keeps the energy of every draw at every temperature. */
final class RungEnergies implements Observer {
  private final int n;
  private final List<DrawTable> rungs = new ArrayList<>();

  /** Of so many data, temperatures (with the prior) and chains. */
  RungEnergies(int n, int rungs, int chains) {
    this.n = n;
    for (int rung = 0; rung < rungs; rung++) {
      this.rungs.add(new DrawTable(1, chains));
    }
  }

  @Override
  public void state(State at) {
    for (int rung = 0; rung < rungs.size(); rung++) {
      rungs.get(rung).state(at.in("rung" + rung));
    }
  }

  @Override
  public Watch watch(PosteriorPass pass, int firstChain) {
    return draw -> {
      for (int chain = 0; chain < pass.chains(); chain++) {
        double energy = energy(n, draw.deltaLoss(chain));
        rungs.get(draw.rung()).put(firstChain + chain, draw.number(), energy);
      }
    };
  }

  /** n (L_n(w) - L_n(centre)); infinite where the loss is not finite. */
  static double energy(int n, double deltaLoss) {
    double energy = n * deltaLoss;
    return Double.isNaN(energy) ? Double.POSITIVE_INFINITY : energy;
  }

  /** [chain][draw]. */
  double[][] energy(int rung, int draws) {
    return rungs.get(rung).column(0, 0, draws);
  }
}
