package org.cusp.tuning;

import org.cusp.run.replica.TemperedDraws;

/** When a tempered run has drawn enough. */
public interface EnoughDraws {
  /** What the draws so far say, and how many times as many it would take. */
  StoppingRule.State of(TemperedDraws draws);
}
