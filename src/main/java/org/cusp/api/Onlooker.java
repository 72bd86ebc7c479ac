package org.cusp.api;

import java.util.List;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.NamedEstimate;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Observer;

/** An observer that keeps to itself what it finds. */
record Onlooker(int number, Observer observer) implements DrawEstimator {
  @Override
  public String name() {
    return "observer-" + number;
  }

  @Override
  public String describe() {
    return "";
  }

  @Override
  public Seen begin(PosteriorTensors shared, int chains) {
    return new Seen() {
      @Override
      public Watch watch(PosteriorPass pass, int firstChain) {
        return observer.watch(pass, firstChain);
      }

      @Override
      public List<NamedEstimate> estimate(Draws draws) {
        return List.of();
      }
    };
  }
}
