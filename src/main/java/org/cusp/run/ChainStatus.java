package org.cusp.run;

/** How a chain ended. */
public sealed interface ChainStatus {
  /** It made all its steps. */
  record Complete() implements ChainStatus {}

  /** It left the finite numbers at this step and stood still from there on. */
  record Frozen(long step) implements ChainStatus {}
}
