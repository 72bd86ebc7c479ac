package org.cusp.foreign;

import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/** (x - mean) / deviation, the same for all inputs, as torchvision's {@code Normalize}. */
public record Normalisation(double mean, double deviation) {
  /** Checks that it can be computed. */
  public Normalisation {
    Check.finite("--normalise mean", mean);
    Check.positive("--normalise deviation", deviation);
  }

  /** From {@code MEAN,DEVIATION}. */
  public static Normalisation parse(String text) {
    String[] words = text.split(",", -1);
    try {
      if (words.length == 2) {
        return new Normalisation(
            Double.parseDouble(words[0].strip()), Double.parseDouble(words[1].strip()));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new InvalidInput("--normalise must be MEAN,DEVIATION, got '" + text + "'");
  }

  double of(double value) {
    return (value - mean) / deviation;
  }

  String words() {
    return "less " + mean + ", divided by " + deviation;
  }
}
