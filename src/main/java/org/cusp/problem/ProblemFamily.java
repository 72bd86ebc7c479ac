package org.cusp.problem;

import org.cusp.contract.ProblemString;

/** A family of problems that differ in their parameters. */
public interface ProblemFamily {
  /** The name before the colon. */
  String name();

  /** Parameters with their defaults, for a list. */
  String parameters();

  /** A string that works as it is. */
  String example();

  /** The problem, its data drawn from the seed. */
  Problem problem(ProblemString parameters, long seed);
}
