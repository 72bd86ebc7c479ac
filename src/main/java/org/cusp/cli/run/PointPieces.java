package org.cusp.cli.run;

import java.util.ArrayList;
import java.util.List;
import org.cusp.cli.pieces.Divided;
import org.cusp.cli.spread.Piece;
import org.cusp.run.Target;

/** The points of a target as pieces. */
record PointPieces<R>(PointLoop loop, Target target, PointWork<R> work) implements Divided {
  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Piece piece : loop.pieces(target, work)) {
      parts.add(new Part(piece, () -> loop.isDone(target, point(piece), work)));
    }
    return parts;
  }

  @Override
  public void run(List<Part> share) {
    found(share);
  }

  /** The same, with what was found. */
  Found<R> found(List<Part> share) {
    List<Target.Point> points = share.stream().map(part -> point(part.piece())).toList();
    return loop.share(target, points, work);
  }

  private Target.Point point(Piece piece) {
    return target.points().get(piece.number() - 1);
  }
}
