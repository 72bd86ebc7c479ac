package org.cusp.verdict;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cusp.contract.Nearest;

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

  @JsonIgnore
  public boolean isTrusted() {
    return status == Status.TRUSTED;
  }

  /** From best to worst. */
  public enum Status {
    TRUSTED,
    DOUBTFUL,
    REJECTED;

    /** As it is printed and stored. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one with this label, as a stored verdict has it.
     *
     * @throws org.cusp.contract.InvalidInput if there is none
     */
    @JsonCreator
    public static Status labelled(String label) {
      List<String> labels = Arrays.stream(values()).map(Status::label).toList();
      int place = labels.indexOf(label);
      if (place < 0) {
        throw Nearest.unknown("verdict.status", label, labels);
      }
      return values()[place];
    }
  }
}
