package org.cusp.format.pickle;

import java.util.ArrayList;
import java.util.List;

/** An object of a class that the reader does not know: its name and what it was given. */
public final class Opaque {
  private final Global type;
  private final List<Object> parts = new ArrayList<>();

  /** An object that a call of {@code type} with these arguments would have made. */
  public Opaque(Global type, List<Object> arguments) {
    this.type = type;
    parts.addAll(arguments);
  }

  public Global type() {
    return type;
  }

  void give(Object part) {
    parts.add(part);
  }

  /** Arguments, items and state. */
  List<Object> parts() {
    return parts;
  }
}
