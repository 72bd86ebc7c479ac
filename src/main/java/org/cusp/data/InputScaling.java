package org.cusp.data;

import java.util.Optional;

/**
 * What is done to the inputs of data that are given whole beside a model, so that the model sees
 * them as it saw those it was trained on: the map that was fitted to its training data.
 *
 * @param words how people are told of it; empty where nothing says how inputs were scaled
 * @param map empty where inputs stay as they are
 */
public record InputScaling(String words, Optional<FittedScaling> map) {
  /** Nothing is known of a scaling, and none is done. */
  public static final InputScaling NONE = new InputScaling("", Optional.empty());

  /** The inputs are left as they are, and people are told so. */
  public static InputScaling asTheyAre() {
    return new InputScaling("inputs as they are", Optional.empty());
  }

  /** The data with scaled inputs, under a name that says so. */
  public DataSet apply(DataSet data) {
    DataSet scaled = map.map(fitted -> fitted.apply(data)).orElse(data);
    return words.isEmpty() ? scaled : scaled.named(data.name() + " (" + words + ")");
  }
}
