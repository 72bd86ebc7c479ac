package org.cusp.problem;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.ProblemString;
import org.cusp.exact.ExactProblems;
import org.cusp.exact.Rlct;

/** Asks the exact answers, which know some of a problem's keys. */
final class Exact {
  private Exact() {}

  /** The answer of the exact family of this name to those of the keys that were given. */
  static Rlct of(String family, ProblemString problem, Collection<String> keys) {
    Map<String, String> values = new LinkedHashMap<>(problem.values());
    values.keySet().retainAll(keys);
    return ExactProblems.answer(new ProblemString(family, problem.argument(), values)).rlct();
  }
}
