package org.cusp.estimate.susceptibility;

import java.util.Arrays;
import org.cusp.contract.InvalidInput;

/** Which parameters move while a component is asked about. */
public enum Form {
  /**
   * Those of the component alone, all others at w*; phi_C = L_n(w) - L_n(w*). Each component has
   * draws of its own.
   */
  COMPONENT("component"),
  /**
   * All; phi_C = L_n(w_C, w*_rest) - L_n(w*), the loss with what the draw did to the component
   * alone. All components share their draws.
   */
  WHOLE("whole");

  private final String id;

  Form(String id) {
    this.id = id;
  }

  /** The name that a user types. */
  public String id() {
    return id;
  }

  /**
   * The one of this name.
   *
   * @param option that it was given by, for the message
   */
  public static Form named(String option, String id) {
    return Arrays.stream(values())
        .filter(form -> form.id.equals(id))
        .findFirst()
        .orElseThrow(
            () -> new InvalidInput(option + " must be component or whole, got '" + id + "'"));
  }
}
