package org.cusp.tensor.cuda;

/** A step that needs the host, so that it cannot be repeated by the card alone. */
final class NotCapturable extends IllegalStateException {
  private static final long serialVersionUID = 1;

  NotCapturable(String what) {
    super(what + " inside a captured loop");
  }
}
