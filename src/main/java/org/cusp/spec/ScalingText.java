package org.cusp.spec;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Scaling;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/**
 * Scalings as a user writes them: {@code none}, {@code divide 255}, {@code standardise}, {@code
 * normalise 0.1307 0.3081}, {@code divide 255 normalise 0.1307 0.3081}; of several channels, means
 * and deviations are joined by commas.
 */
final class ScalingText {
  private static final String NONE = "none";
  private static final String DIVIDE = "divide";
  private static final String NORMALISE = "normalise";
  private static final int NORMALISE_WORDS = 3;
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
    int from = words.size() - NORMALISE_WORDS;
    if (from >= 0 && words.get(from).equals(NORMALISE)) {
      try {
        double divisor = from == 0 ? 1 : divisor(words.subList(0, from));
        return new Scaling.Normalise(
            divisor, numbers(words.get(from + 1)), numbers(words.get(from + 2)));
      } catch (IllegalArgumentException e) {
        throw wrong(section);
      }
    }
    throw wrong(section);
  }

  private static double divisor(List<String> words) {
    if (words.size() != 2 || !words.get(0).equals(DIVIDE)) {
      throw new IllegalArgumentException("no divisor");
    }
    return Double.parseDouble(words.get(1));
  }

  private static List<Double> numbers(String joined) {
    return Arrays.stream(joined.split(",", -1)).map(Double::parseDouble).toList();
  }

  private static String joined(List<Double> numbers) {
    return numbers.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  private static String describe(Scaling.Normalise to) {
    return (to.divisor() == 1 ? "" : DIVIDE + " " + to.divisor() + " ")
        + NORMALISE
        + " "
        + joined(to.means())
        + " "
        + joined(to.deviations());
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
    if (scaling instanceof Scaling.Normalise to) {
      return describe(to);
    }
    return scaling instanceof Scaling.None ? NONE : STANDARDISE;
  }

  /** What is done to inputs, for people. */
  static String words(Scaling scaling, DataSet train) {
    if (scaling instanceof Scaling.Normalise to) {
      return "inputs scaled by '" + describe(to) + "', as the spec says";
    }
    return scaling instanceof Scaling.DivideBy by
        ? "inputs divided by " + by.divisor() + ", as the spec says"
        : "inputs standardised by the " + train.n() + " training data of the spec";
  }

  private static InvalidInput wrong(Section section) {
    return section.wrong(
        Keys.SCALING,
        "none, divide <number other than 0> (such as divide 255), normalise <mean> <deviation>, divide"
            + " 255 normalise <mean> <deviation>, or standardise");
  }
}
