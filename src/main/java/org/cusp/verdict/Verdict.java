package org.cusp.verdict;

import java.util.List;

/**
 * Whether to believe an estimate, and why not.
 *
 * @param reasons for a status below trusted, the gravest first
 * @param cautions what a trusted estimate does not include
 */
public record Verdict(Status status, List<String> reasons, List<String> cautions) {
  public Verdict {
    reasons = List.copyOf(reasons);
    cautions = List.copyOf(cautions);
  }

  /** From best to worst. */
  public enum Status {
    TRUSTED,
    DOUBTFUL,
    REJECTED;

    /** As it is printed and stored. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
