package org.cusp.estimate.llc;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cusp.problem.Problem;
import org.cusp.problem.law.PopulationK;
import org.cusp.run.Coordinates;
import org.cusp.run.Target;

/** K(w) of the population, for {@link Lambda}. */
public final class KnownPopulation {
  private KnownPopulation() {}

  /** Where it is known, w* is the truth and the coordinates are the model's own. */
  public static Optional<ToDoubleFunction<double[]>> of(Target target, double[] w) {
    return target
        .problem()
        .filter(problem -> Arrays.equals(problem.truth(), w))
        .filter(problem -> target.coordinates().equals(Coordinates.WHOLE))
        .map(Problem::populationK)
        .filter(PopulationK::isQuick)
        .map(k -> at -> k.at(at).value());
  }
}
