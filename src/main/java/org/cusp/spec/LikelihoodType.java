package org.cusp.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.data.Shape;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
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

  /**
   * The law of outputs of this shape: of [T, V] that at each of T positions, of any other that of
   * all outputs.
   */
  Likelihood of(Section section, Shape outputs) {
    Optional<PerPosition.Datum> datum =
        section.choice(Keys.DATUM, PerPosition.Datum.values(), PerPosition.Datum::id);
    if (outputs.axes().size() == 2) {
      return new PerPosition(
          read(section, outputs.axes().get(1)),
          outputs.axes().get(0),
          datum.orElse(PerPosition.Datum.SEQUENCE));
    }
    if (datum.isPresent()) {
      throw section.wrong(
          Keys.DATUM,
          "left out: the network gives " + outputs + ", no [positions, outputs] of a sequence");
    }
    return read(section, outputs.size());
  }

  /** Keys that the section does not state, and what they are taken to be. */
  Map<String, String> assumed(Section section) {
    return Map.of();
  }
}
