package org.cusp.estimate.along;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.contract.MayBeNull;

/**
 * The LLC along a training, as it is stored beside the estimates of the checkpoints.
 *
 * @param changes from each checkpoint to the next
 * @param stages of the checkpoints that are estimates; none where there are fewer than six
 * @param shares changes of each share of the LLC whose draws there are, such as "class 3"; absent
 *     where there is none
 */
public record LlcAlong(
    List<Change> changes,
    List<LlcStage> stages,
    @MayBeNull @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, List<Change>> shares) {
  public LlcAlong {
    changes = List.copyOf(changes);
    stages = List.copyOf(stages);
  }

  /**
   * Of all checkpoints of a run that have draws.
   *
   * @param checkpoints in training order
   */
  public static LlcAlong of(List<Visited> checkpoints) {
    return new LlcAlong(changes(checkpoints), LlcStages.of(checkpoints), null);
  }

  /** The same with shares, each at all checkpoints. */
  public LlcAlong with(Map<String, List<Visited>> ofShares) {
    Map<String, List<Change>> found = new LinkedHashMap<>();
    ofShares.forEach((name, checkpoints) -> found.put(name, changes(checkpoints)));
    return new LlcAlong(changes, stages, found.isEmpty() ? null : found);
  }

  private static List<Change> changes(List<Visited> checkpoints) {
    return IntStream.range(1, checkpoints.size())
        .mapToObj(i -> Change.between(checkpoints.get(i - 1), checkpoints.get(i)))
        .toList();
  }
}
