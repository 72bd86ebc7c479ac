package org.cusp.spec;

import java.util.List;
import java.util.Map;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/** The registry of likelihoods: the name in a spec file, the keys it takes, and its reader. */
enum LikelihoodType {
  CATEGORICAL("categorical", List.of()) {
    @Override
    Likelihood read(Section section, int outputs) {
      return new Likelihood.Categorical(outputs);
    }
  },
  GAUSSIAN("gaussian", List.of(Keys.SIGMA)) {
    @Override
    Likelihood read(Section section, int outputs) {
      return new Likelihood.Gaussian(outputs, section.number(Keys.SIGMA).orElse(DEFAULT_SIGMA));
    }

    @Override
    Map<String, String> assumed(Section section) {
      return section.has(Keys.SIGMA)
          ? Map.of()
          : Map.of(Keys.SIGMA, Integer.toString(DEFAULT_SIGMA));
    }
  },
  BERNOULLI("bernoulli", List.of()) {
    @Override
    Likelihood read(Section section, int outputs) {
      return new Likelihood.Bernoulli(outputs);
    }
  };

  private static final int DEFAULT_SIGMA = 1;

  private final String id;
  private final List<String> keys;

  LikelihoodType(String id, List<String> keys) {
    this.id = id;
    this.keys = keys;
  }

  String id() {
    return id;
  }

  List<String> keys() {
    return keys;
  }

  abstract Likelihood read(Section section, int outputs);

  /** Keys that the section does not state, and what they are taken to be. */
  Map<String, String> assumed(Section section) {
    return Map.of();
  }
}
