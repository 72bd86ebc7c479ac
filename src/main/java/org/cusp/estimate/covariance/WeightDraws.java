package org.cusp.estimate.covariance;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cusp.estimate.influence.LossStore;
import org.cusp.estimate.influence.Window;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.NamedEstimate;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Draw;
import org.cusp.state.State;

/** Keeps w - w* of every draw of an LLC's chains, a column for each parameter, on disk. */
final class WeightDraws implements DrawEstimator, AutoCloseable {
  private final Optional<Path> folder;
  private Kept kept;

  /** With a folder from which another process can go on; absent for that of temporary files. */
  WeightDraws(Optional<Path> folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "weights";
  }

  @Override
  public String describe() {
    return "the parameters at each draw";
  }

  @Override
  public Seen begin(PosteriorTensors shared, int chains) {
    close();
    kept = new Kept(shared.posterior().centre(), chains);
    return kept;
  }

  /** The draws that count; see {@link Window#of}. */
  Window window(Draws draws, double further) {
    return Window.of(kept.store, draws, kept.firstNumber, further);
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.store.close();
      kept = null;
    }
  }

  private final class Kept implements Seen {
    private final double[] centre;
    private final LossStore store;
    private volatile int firstNumber = -1;

    Kept(double[] centre, int chains) {
      this.centre = centre;
      this.store = new LossStore(folder, chains, centre.length);
    }

    @Override
    public List<NamedEstimate> estimate(Draws draws) {
      return List.of();
    }

    @Override
    public Watch watch(PosteriorPass pass, int firstChain) {
      float[] row = new float[centre.length];
      return draw -> see(draw, pass.chains(), firstChain, row);
    }

    private void see(Draw draw, int chains, int firstChain, float[] row) {
      if (firstNumber < 0) {
        firstNumber = draw.number();
      }
      for (int chain = 0; chain < chains; chain++) {
        double[] w = draw.parameters(chain);
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) (w[i] - centre[i]);
        }
        store.add(firstChain + chain, row);
      }
    }

    @Override
    public void state(State at) {
      firstNumber = (int) at.whole("first", firstNumber);
      store.state(at.in("weights"));
    }
  }
}
