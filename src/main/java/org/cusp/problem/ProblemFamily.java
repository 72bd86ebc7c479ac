package org.cusp.problem;

import java.util.Optional;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.exact.Rlct;
import org.cusp.gold.ConditionalLoss;

/** A family of problems that differ in their parameters. */
public interface ProblemFamily {
  /** The name before the colon. */
  String name();

  /** The model and the law of the data, in one line. */
  String meaning();

  /** The parameters with their defaults, in one line. */
  String parameters();

  /** A problem string that works as it is. */
  String example();

  /** Where the problem is from. */
  String citation();

  /** The exact learning coefficient, without drawing data. */
  Optional<Rlct> exact(ProblemString parameters);

  /** The exact mean loss of data as a formula; empty where its posterior cannot be integrated. */
  default Optional<ConditionalLoss> loss(Problem problem, DataSet data) {
    return Optional.empty();
  }

  /** The problem, its truth and data drawn from the seed. */
  Problem problem(ProblemString parameters, long seed);

  /** A problem of this family, with n data of its law drawn from the seed. */
  default Problem drawn(
      ProblemString text,
      Problem.Setting setting,
      Problem.Coefficient coefficient,
      Problem.Population population,
      int n,
      long seed) {
    DataSet data = population.law().draw(n, seed);
    return new Problem(text.toString(), setting, coefficient, population, data, citation());
  }
}
