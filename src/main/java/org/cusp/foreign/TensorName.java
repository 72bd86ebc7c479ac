package org.cusp.foreign;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name taken apart: {@code net.0.weight} is the weight of {@code net.0}, {@code W1} the W of
 * {@code 1}.
 *
 * @param layer what the parts of a layer have in common; may be empty
 * @param part the last word
 */
record TensorName(String layer, String part) {
  private static final Pattern NUMBERED = Pattern.compile("([A-Za-z_]+?)_?(\\d+)");

  static TensorName of(String name) {
    // TensorFlow numbers the outputs of what made a variable.
    String plain = name.endsWith(":0") ? name.substring(0, name.length() - 2) : name;
    int cut = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf('/'));
    if (cut >= 0) {
      String layer = plain.substring(0, cut);
      String last = plain.substring(cut + 1);
      String own = layer.substring(1 + Math.max(layer.lastIndexOf('.'), layer.lastIndexOf('/')));
      // Keras 1 repeats the layer's name: dense_1/dense_1_W.
      return new TensorName(
          layer, last.startsWith(own + "_") ? last.substring(own.length() + 1) : last);
    }
    Matcher numbered = NUMBERED.matcher(plain);
    return numbered.matches()
        ? new TensorName(numbered.group(2), numbered.group(1))
        : new TensorName("", plain);
  }

  /** What the layer's name begins with, its last word left out. */
  String parent() {
    return layer.substring(
        0, Math.max(0, Math.max(layer.lastIndexOf('.'), layer.lastIndexOf('/'))));
  }
}
