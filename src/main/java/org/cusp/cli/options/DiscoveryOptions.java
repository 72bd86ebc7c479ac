package org.cusp.cli.options;

import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import picocli.CommandLine.Option;

/** Of a matrix of which few entries are told: about which rows, how sure, and how many. */
public final class DiscoveryOptions {
  private static final int MOST_NAMED = 1000;

  @Option(
      names = "--of",
      paramLabel = "ROWS",
      description = "Of these data alone that are asked about, from 0: 3,17,20-29.")
  private String rows;

  @Option(
      names = "--fdr",
      paramLabel = "X",
      description = "The share of discoveries that may be false (default: 0.05).")
  private double share = 0.05;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Data of either sign to name, and queries to tell of (default: 8).")
  private int top = 8;

  /** Refuses what cannot be. */
  public void check() {
    if (!(share > 0 && share < 1)) {
      throw new InvalidInput("--fdr must be in (0, 1), got " + share);
    }
    Check.inRange("--top", top, 1, MOST_NAMED);
  }

  /** The rows as typed; empty for all. */
  public Optional<String> rows() {
    return Optional.ofNullable(rows);
  }

  /** Of the discoveries, that may be false. */
  public double share() {
    return share;
  }

  /** How many are named. */
  public int top() {
    return top;
  }
}
