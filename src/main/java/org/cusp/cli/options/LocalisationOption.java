package org.cusp.cli.options;

import org.cusp.run.Localisation;
import picocli.CommandLine.Option;

/** The units in which w is held near w*. */
public final class LocalisationOption {
  @Option(
      names = "--localisation",
      paramLabel = "UNITS",
      defaultValue = "isotropic",
      description =
          "Units in which the localisation is isotropic: isotropic, the parameters' own, or layers,"
              + " each tensor's own, which rescalings of ReLU layers leave alone (default:"
              + " isotropic).")
  private String localisation;

  public Localisation units() {
    return Localisation.named(localisation);
  }
}
