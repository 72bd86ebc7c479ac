package org.cusp.paper;

import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.model.Model;
import org.cusp.run.Target;
import org.cusp.spec.LlcSpec;
import org.cusp.tensor.Precision;

/** Targets that are neither a file nor a problem of the catalogue. */
final class Targets {
  private static final long UNUSED_SEED = 1;

  private Targets() {}

  /** A model and its data; the parameter is given when an estimate is asked for. */
  static Target of(String name, Model model, Precision precision, DataSet data) {
    return new Target(
        name,
        model,
        precision,
        data,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        LlcSpec.defaults(UNUSED_SEED),
        Optional.empty(),
        List.of());
  }
}
