package org.cusp.spec.training;

import java.util.List;
import java.util.function.Function;
import org.cusp.contract.Registry;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/** The registry of optimizers: the name in a spec file, the keys it takes, and its reader. */
@Registry("an optimizer")
public enum OptimizerType {
  ADAM(
      "adam",
      List.of(Keys.BETA1, Keys.BETA2, Keys.EPSILON, Keys.WEIGHT_DECAY),
      OptimizerSpec.Adam::read),
  ADAMW(
      "adamw",
      List.of(Keys.BETA1, Keys.BETA2, Keys.EPSILON, Keys.WEIGHT_DECAY),
      OptimizerSpec.Adam::readDecaying),
  SGD("sgd", List.of(Keys.MOMENTUM, Keys.WEIGHT_DECAY), OptimizerSpec.Sgd::read);

  private final String id;
  private final List<String> keys;
  private final Function<Section, OptimizerSpec> reader;

  OptimizerType(String id, List<String> keys, Function<Section, OptimizerSpec> reader) {
    this.id = id;
    this.keys = keys;
    this.reader = reader;
  }

  /** The name that a user types. */
  public String id() {
    return id;
  }

  List<String> keys() {
    return keys;
  }

  OptimizerSpec read(Section section) {
    return reader.apply(section);
  }
}
