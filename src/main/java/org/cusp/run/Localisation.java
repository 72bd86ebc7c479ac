package org.cusp.run;

import java.util.Arrays;
import java.util.List;
import org.cusp.contract.Nearest;

/** In which units of the parameters a posterior's localisation is isotropic. */
public enum Localisation {
  /** The model's own, as in the literature. */
  ISOTROPIC("isotropic"),
  /** Those of {@link org.cusp.model.LayerScales}: each tensor's own. */
  LAYERS("layers");

  private final String label;

  Localisation(String label) {
    this.label = label;
  }

  /** As a user writes it. */
  public String label() {
    return label;
  }

  /**
   * The one with this label.
   *
   * @throws org.cusp.contract.InvalidInput if there is none
   */
  public static Localisation named(String label) {
    List<String> labels = Arrays.stream(values()).map(Localisation::label).toList();
    int place = labels.indexOf(label);
    if (place < 0) {
      throw Nearest.unknown("localisation", label, labels);
    }
    return values()[place];
  }
}
