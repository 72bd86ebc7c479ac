package org.cusp.run;

import org.cusp.posterior.PosteriorPass;
import org.cusp.run.observer.Draw;
import org.cusp.run.observer.DrawTable;
import org.cusp.run.observer.Observer;
import org.cusp.state.State;
import org.cusp.tensor.Slab;

/** Keeps loss difference, squared distance from w* and acceptance of every draw of plain chains. */
final class ChainEnergies implements Observer {
  private static final int DELTA_LOSS = 0;
  private static final int SQUARED_DISTANCE = 1;
  private static final int ACCEPTANCE = 2;

  private final DrawTable kept;

  ChainEnergies(int chains) {
    this.kept = new DrawTable(3, chains);
  }

  @Override
  public void state(State at) {
    kept.state(at);
  }

  @Override
  public Watch watch(PosteriorPass pass, int firstChain) {
    Slab squares = pass.w().doublesBeside(pass.chains(), 1);
    return new Watch() {
      @Override
      public void see(Draw draw) {
        keep(pass, firstChain, draw, squares);
      }

      @Override
      public void close() {
        squares.close();
      }
    };
  }

  private void keep(PosteriorPass pass, int firstChain, Draw draw, Slab squares) {
    double[] distance = distance(pass, draw, squares);
    for (int chain = 0; chain < pass.chains(); chain++) {
      kept.put(
          firstChain + chain,
          draw.number(),
          draw.deltaLoss(chain),
          distance[chain],
          draw.acceptance(chain));
    }
  }

  /** Of chains that run; NaN of the others. */
  private static double[] distance(PosteriorPass pass, Draw draw, Slab squares) {
    boolean any = false;
    for (int chain = 0; chain < pass.chains(); chain++) {
      any |= draw.isRunning(chain);
    }
    Slab w = draw.w();
    if (any) {
      pass.kernels().squaredDistance(w, pass.centre(), squares);
    }
    double[] distance = squares.values();
    for (int chain = 0; chain < distance.length; chain++) {
      distance[chain] = draw.isRunning(chain) ? distance[chain] : Double.NaN;
    }
    return distance;
  }

  /** Of the first draws, [chain][draw]; NaN from where a chain froze. */
  double[][] deltaLoss(int draws) {
    return kept.column(DELTA_LOSS, 0, draws);
  }

  double[][] squaredDistance(int draws) {
    return kept.column(SQUARED_DISTANCE, 0, draws);
  }

  double[][] acceptance(int draws) {
    return kept.column(ACCEPTANCE, 0, draws);
  }
}
