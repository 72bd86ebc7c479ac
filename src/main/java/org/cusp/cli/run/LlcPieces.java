package org.cusp.cli.run;

import java.util.List;
import java.util.function.Supplier;
import org.cusp.cli.pieces.Divided;
import org.cusp.cli.pieces.PieceList;
import org.cusp.estimate.llc.LlcResult;

/**
 * The LLCs of the points of a target as pieces, with what each takes; a share knows its results.
 */
public final class LlcPieces implements Divided {
  private final PointPieces<LlcResult> points;
  private final Supplier<PieceList> foreseen;
  private final Runnable keepPlan;
  private final Runnable after;
  private Found<LlcResult> found = new Found<>(List.of(), List.of());

  /**
   * @param keepPlan for those who join them
   * @param after a share, says what there is to say of it
   */
  LlcPieces(
      PointPieces<LlcResult> points,
      Supplier<PieceList> foreseen,
      Runnable keepPlan,
      Runnable after) {
    this.points = points;
    this.foreseen = foreseen;
    this.keepPlan = keepPlan;
    this.after = after;
  }

  @Override
  public List<Part> parts() {
    return points.parts();
  }

  @Override
  public void run(List<Part> share) {
    found = points.found(share);
    after.run();
  }

  /** The results of the share. */
  public Found<LlcResult> found() {
    return found;
  }

  @Override
  public PieceList plan() {
    return foreseen.get();
  }

  @Override
  public void begin() {
    keepPlan.run();
  }

  @Override
  public String joining() {
    return "'cusp merge RUN'";
  }
}
