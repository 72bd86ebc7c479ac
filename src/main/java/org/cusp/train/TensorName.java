package org.cusp.train;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tensor as somebody's programme wrote it, such as {@code net.fc1.weight}, {@code
 * fc1_bias} or {@code W1}.
 *
 * @param text as in the file
 */
record TensorName(String text) {
  private static final Pattern PIECE = Pattern.compile("\\d+|\\D+");
  private static final Pattern ROLE =
      Pattern.compile("(?i)(?<![a-z])(weights?|kernel|bias(es)?|w|b)(?![a-z])");

  /** What is left of the name without the word for weight or bias: that of the layer. */
  String layer() {
    MatchResult role = role();
    if (role == null) {
      return text;
    }
    String rest = text.substring(0, role.start()) + text.substring(role.end());
    return rest.replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", "");
  }

  /** Whether the name says that the matrix is inputs x outputs, as Keras and Flax have it. */
  boolean isKernel() {
    MatchResult role = role();
    return role != null && role.group().toLowerCase(Locale.ROOT).equals("kernel");
  }

  /** Whether the name has PyTorch's word for a matrix, which is outputs x inputs there. */
  boolean isWeight() {
    MatchResult role = role();
    return role != null && role.group().toLowerCase(Locale.ROOT).equals("weight");
  }

  private MatchResult role() {
    Matcher matcher = ROLE.matcher(text);
    MatchResult last = null;
    while (matcher.find()) {
      last = matcher.toMatchResult();
    }
    return last;
  }

  /** The part after the last dot or slash. */
  String leaf() {
    return text.substring(1 + Math.max(text.lastIndexOf('.'), text.lastIndexOf('/')));
  }

  /** The parts between dots and slashes. */
  List<String> parts() {
    return List.of(text.split("[./]"));
  }

  /**
   * Whether the names are equal but for their numbers, and these say that this one comes first:
   * {@code fc2} before {@code fc10}. Names that differ elsewhere have no order.
   */
  static boolean isNumberedBefore(String a, String b) {
    List<String> left = pieces(a);
    List<String> right = pieces(b);
    if (left.size() != right.size()) {
      return false;
    }
    int order = 0;
    for (int i = 0; i < left.size(); i++) {
      if (isNumber(left.get(i)) && isNumber(right.get(i))) {
        int here = new BigInteger(left.get(i)).compareTo(new BigInteger(right.get(i)));
        order = order == 0 ? here : order;
      } else if (!left.get(i).equals(right.get(i))) {
        return false;
      }
    }
    return order < 0;
  }

  private static List<String> pieces(String name) {
    List<String> pieces = new ArrayList<>();
    PIECE.matcher(name).results().map(MatchResult::group).forEach(pieces::add);
    return pieces;
  }

  private static boolean isNumber(String piece) {
    return Character.isDigit(piece.charAt(0));
  }
}
