package org.cusp.train;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The order of the tensors of a sequential network by their names: layers with numbers compared as
 * numbers, and in a layer the weight before the bias.
 */
final class LayerOrder implements Comparator<String> {
  private static final Pattern PIECE = Pattern.compile("\\d+|\\D+");
  private static final List<String> IN_LAYER = List.of("weight", "bias");

  @Override
  public int compare(String a, String b) {
    int byLayer = natural(layer(a), layer(b));
    if (byLayer != 0) {
      return byLayer;
    }
    int byPart = Integer.compare(part(a), part(b));
    return byPart != 0 ? byPart : natural(a, b);
  }

  private static String layer(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static int part(String name) {
    int place = IN_LAYER.indexOf(name.substring(name.lastIndexOf('.') + 1));
    return place < 0 ? IN_LAYER.size() : place;
  }

  private static int natural(String a, String b) {
    List<String> left = pieces(a);
    List<String> right = pieces(b);
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = comparePiece(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static List<String> pieces(String name) {
    return PIECE.matcher(name).results().map(MatchResult::group).toList();
  }

  private static int comparePiece(String a, String b) {
    boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
    return numbers ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
  }
}
