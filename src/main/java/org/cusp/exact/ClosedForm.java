package org.cusp.exact;

import java.util.List;

/** A family of models whose learning coefficient is a formula of its parameters. */
public interface ClosedForm {
  /** Lambda and its multiplicity. */
  Rlct rlct();

  /** What must hold for the formula to apply, one line each. */
  List<String> conditions();

  /** How the answer comes about, one line each; may be empty. */
  default List<String> explanation() {
    return List.of();
  }
}
