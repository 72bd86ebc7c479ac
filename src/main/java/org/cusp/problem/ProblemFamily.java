package org.cusp.problem;

import org.cusp.contract.ProblemString;

/** A family of problems that differ in their parameters. */
public interface ProblemFamily {
  /** The name before the colon. */
  String name();

  /** The parameters with their defaults, in one line. */
  String parameters();

  /** A problem string that works as it is. */
  String example();

  /** The problem, its truth and data drawn from the seed. */
  Problem problem(ProblemString parameters, long seed);
}
