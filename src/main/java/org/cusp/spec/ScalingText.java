package org.cusp.spec;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Scaling;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/** Scalings as a user writes them: {@code none}, {@code divide 255}, {@code standardise}. */
final class ScalingText {
  private static final String NONE = "none";
  private static final String DIVIDE = "divide";
  private static final String STANDARDISE = "standardise";

  private ScalingText() {}

  static Scaling read(Section section) {
    String text = section.text(Keys.SCALING).orElse(NONE);
    List<String> words = List.of(text.split("\\s+"));
    if (text.equals(NONE)) {
      return new Scaling.None();
    }
    if (text.equals(STANDARDISE)) {
      return new Scaling.Standardise();
    }
    if (words.size() == 2 && words.get(0).equals(DIVIDE)) {
      try {
        return new Scaling.DivideBy(Double.parseDouble(words.get(1)));
      } catch (IllegalArgumentException e) {
        throw wrong(section);
      }
    }
    throw wrong(section);
  }

  /** Refuses a scaling of inputs that are names, not sizes. */
  static void refuse(Section section, String inputs) {
    if (section.text(Keys.SCALING).filter(text -> !text.equals(NONE)).isPresent()) {
      throw section.wrong(Keys.SCALING, "left out: " + inputs + " are names, not sizes");
    }
  }

  static String describe(Scaling scaling) {
    if (scaling instanceof Scaling.DivideBy by) {
      return DIVIDE + " " + by.divisor();
    }
    return scaling instanceof Scaling.None ? NONE : STANDARDISE;
  }

  /** What is done to inputs, for people. */
  static String words(Scaling scaling, DataSet train) {
    return scaling instanceof Scaling.DivideBy by
        ? "inputs divided by " + by.divisor() + ", as the spec says"
        : "inputs standardised by the " + train.n() + " training data of the spec";
  }

  private static InvalidInput wrong(Section section) {
    return section.wrong(
        Keys.SCALING, "none, divide <number other than 0> (such as divide 255), or standardise");
  }
}
