package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/**
 * The law of a problem of the catalogue.
 *
 * @param text the problem string
 * @param seed of the truth and the data; the spec's where it is empty
 */
record ProblemSource(String text, OptionalLong seed) implements DataSource {
  static final String ID = "problem";
  static final List<String> KEYS = List.of(Keys.PROBLEM, Keys.SEED);

  static ProblemSource read(Section section, Path folder) {
    return new ProblemSource(section.requiredText(Keys.PROBLEM), section.wholeLong(Keys.SEED));
  }

  Problem problem(long specSeed) {
    try {
      return Problems.parse(text, seed.orElse(specSeed));
    } catch (InvalidInput e) {
      throw new InvalidInput(Keys.data(Keys.PROBLEM) + ": " + e.getMessage(), e);
    }
  }

  @Override
  public DataSet load(long specSeed) {
    return problem(specSeed).data();
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.PROBLEM, text);
    seed.ifPresent(given -> facts.put(Keys.SEED, Long.toString(given)));
    return facts;
  }
}
