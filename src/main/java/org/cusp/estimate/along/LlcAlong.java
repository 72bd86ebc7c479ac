package org.cusp.estimate.along;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The LLC along a training, as it is stored beside the estimates of the checkpoints.
 *
 * @param changes from each checkpoint to the next
 * @param stages of the checkpoints that are estimates; none where there are fewer than six
 */
public record LlcAlong(List<Change> changes, List<LlcStage> stages) {
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
    List<Change> changes =
        IntStream.range(1, checkpoints.size())
            .mapToObj(i -> Change.between(checkpoints.get(i - 1), checkpoints.get(i)))
            .toList();
    return new LlcAlong(changes, LlcStages.of(checkpoints));
  }
}
