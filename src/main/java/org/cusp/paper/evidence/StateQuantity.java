package org.cusp.paper.evidence;

/** A number that is estimated, with its exact value for the same data and over data sets. */
enum StateQuantity {
  BAYES_GENERALISATION("nBg"),
  BAYES_TRAINING("nBt"),
  GIBBS_GENERALISATION("nGg"),
  GIBBS_TRAINING("nGt"),
  VARIANCE("V"),
  WAIC("nWAIC"),
  LOO("nLOO"),
  WBIC("WBIC");

  private final String label;

  StateQuantity(String label) {
    this.label = label;
  }

  /** The name of its column. */
  String label() {
    return label;
  }
}
