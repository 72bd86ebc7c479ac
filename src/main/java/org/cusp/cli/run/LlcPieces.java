package org.cusp.cli.run;

import java.util.List;
import java.util.Optional;
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
  private final Supplier<Optional<PieceList.Keeping>> kept;
  private final Runnable after;
  private Found<LlcResult> found = new Found<>(List.of(), List.of());

  /**
   * @param kept for those who join them, where anybody can
   * @param after a share, says what there is to say of it
   */
  LlcPieces(
      PointPieces<LlcResult> points,
      Supplier<PieceList> foreseen,
      Supplier<Optional<PieceList.Keeping>> kept,
      Runnable after) {
    this.points = points;
    this.foreseen = foreseen;
    this.kept = kept;
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
  public void check() {
    kept.get().ifPresent(PieceList.Keeping::check);
  }

  @Override
  public void keepPlan() {
    kept.get().ifPresent(PieceList.Keeping::keep);
  }

  @Override
  public String joining() {
    return "'cusp merge RUN'";
  }
}
