package org.cusp.run;

import java.util.function.ToDoubleFunction;
import org.cusp.posterior.PosteriorPass;
import org.cusp.run.observer.DrawTable;
import org.cusp.run.observer.Observer;
import org.cusp.state.State;

/** Keeps a number of the parameters of every draw of plain chains. */
final class WatchedNumber implements Observer {
  private final ToDoubleFunction<double[]> number;
  private final DrawTable kept;

  WatchedNumber(ToDoubleFunction<double[]> number, int chains) {
    this.number = number;
    this.kept = new DrawTable(1, chains);
  }

  @Override
  public void state(State at) {
    kept.state(at);
  }

  @Override
  public Watch watch(PosteriorPass pass, int firstChain) {
    return draw -> {
      for (int chain = 0; chain < pass.chains(); chain++) {
        double value =
            draw.isRunning(chain) ? number.applyAsDouble(draw.parameters(chain)) : Double.NaN;
        kept.put(firstChain + chain, draw.number(), value);
      }
    };
  }

  /** Of the first draws, [chain][draw]; NaN from where a chain froze. */
  double[][] of(int draws) {
    return kept.column(0, 0, draws);
  }
}
