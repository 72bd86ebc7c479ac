package org.cusp.format.pickle;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Walks through what a pickle holds. Its lists and dictionaries may contain themselves and each
 * other many times: every one is entered once, and none deeper than {@link #MOST_DEPTH}.
 */
final class PickleTree {
  private static final int MOST_DEPTH = 64;

  private final Map<Object, Boolean> holding = new IdentityHashMap<>();

  /** What a dictionary or a list holds, by key or number; nothing for anything else. */
  static Map<String, Object> children(Object node) {
    if (node instanceof PickleDict dict) {
      return dict.named();
    }
    Map<String, Object> children = new LinkedHashMap<>();
    int number = 0;
    for (Object item : items(node)) {
      children.put(Integer.toString(number++), item);
    }
    return children;
  }

  private static List<?> items(Object node) {
    if (node instanceof PickleTuple tuple) {
      return tuple.items();
    }
    return node instanceof List<?> list ? list : List.of();
  }

  static boolean isSingleNumber(Object node) {
    return node instanceof PickledTensor tensor && tensor.shape().length == 0;
  }

  private static boolean isTensor(Object node) {
    return node instanceof PickledTensor || node instanceof Blocked;
  }

  /** Whether it is or holds a tensor, outside of objects that are not known. */
  boolean holdsTensors(Object node) {
    return holdsTensors(node, 0);
  }

  private boolean holdsTensors(Object node, int depth) {
    if (isTensor(node)) {
      return true;
    }
    boolean container = node instanceof PickleDict || !items(node).isEmpty();
    if (!container || depth > MOST_DEPTH) {
      return false;
    }
    Boolean known = holding.putIfAbsent(node, false);
    if (known != null) {
      return known;
    }
    List<?> inside = node instanceof PickleDict dict ? dict.values() : items(node);
    boolean found = inside.stream().anyMatch(child -> holdsTensors(child, depth + 1));
    holding.put(node, found);
    return found;
  }

  /** The first unknown object here that holds tensors, however deep. */
  Optional<Opaque> insideOpaque(Object root) {
    return insideOpaque(root, Optional.empty(), identitySet(), 0);
  }

  private Optional<Opaque> insideOpaque(
      Object node, Optional<Opaque> within, Set<Object> seen, int depth) {
    if (isTensor(node)) {
      return within;
    }
    if (depth > MOST_DEPTH || node == null || !seen.add(node)) {
      return Optional.empty();
    }
    Optional<Opaque> outermost = within;
    List<?> inside = items(node);
    if (node instanceof Opaque opaque) {
      outermost = within.isPresent() ? within : Optional.of(opaque);
      inside = opaque.parts();
    } else if (node instanceof PickleDict dict) {
      inside = dict.values();
    }
    for (Object child : inside) {
      Optional<Opaque> found = insideOpaque(child, outermost, seen, depth + 1);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** All tensors here, with their keys joined by dots. */
  LinkedHashMap<String, Object> leaves(Object node, Predicate<String> wanted) {
    LinkedHashMap<String, Object> leaves = new LinkedHashMap<>();
    collect("", node, wanted, leaves, identitySet(), 0);
    return leaves;
  }

  private static void collect(
      String prefix,
      Object node,
      Predicate<String> wanted,
      LinkedHashMap<String, Object> leaves,
      Set<Object> seen,
      int depth) {
    if (depth > MOST_DEPTH || !seen.add(node)) {
      return;
    }
    for (Map.Entry<String, Object> child : children(node).entrySet()) {
      String name = prefix + child.getKey();
      if (depth == 0 && !wanted.test(child.getKey())) {
        continue;
      }
      if (isTensor(child.getValue())) {
        leaves.put(name, child.getValue());
      } else {
        collect(name + ".", child.getValue(), wanted, leaves, seen, depth + 1);
      }
    }
  }

  private static Set<Object> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
