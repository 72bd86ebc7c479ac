package org.cusp.paper.gold;

import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.TrainedNetwork;
import org.cusp.run.Target;

/** How the parameter of a case is made. */
sealed interface Checkpoint {
  /** Model and data. */
  Target target();

  /** w*. */
  double[] weights(Estimation estimation);

  /** All that it depends on, in words. */
  String describe();

  /**
   * A network that is trained here, when it is first asked for.
   *
   * @param spec the name of its file
   * @param step of training
   */
  record Trained(TrainedNetwork network, String spec, long seed, long step) implements Checkpoint {
    @Override
    public Target target() {
      return network.target();
    }

    @Override
    public double[] weights(Estimation estimation) {
      return network.weights(step, estimation);
    }

    @Override
    public String describe() {
      return spec + ", seed " + seed + ", step " + step;
    }
  }

  /**
   * The same network among the first of its training data alone, where more would take days.
   *
   * @param data so many
   */
  record OfFirst(Trained whole, int data) implements Checkpoint {
    @Override
    public Target target() {
      return whole.network().target(data);
    }

    @Override
    public double[] weights(Estimation estimation) {
      return whole.weights(estimation);
    }

    @Override
    public String describe() {
      return whole.describe() + ", of the first " + data + " data";
    }
  }

  /** The truth of a problem of the catalogue. */
  record Truth(String problem, long seed) implements Checkpoint {
    @Override
    public Target target() {
      return Target.ofProblem(problem, seed);
    }

    @Override
    public double[] weights(Estimation estimation) {
      return target().truth().orElseThrow();
    }

    @Override
    public String describe() {
      return problem + ", seed " + seed;
    }
  }
}
