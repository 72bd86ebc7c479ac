package org.cusp.cli.pieces;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cusp.cli.session.Session;
import org.cusp.cli.spread.Piece;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ReproductionRun;

/** The rows of a reproduction as pieces. */
public record ReproductionPieces(Session session, ReproductionRun run) implements Divided {
  @Override
  public List<Part> parts() {
    List<ReproductionRun.Part> all = run.parts();
    List<Part> parts = new ArrayList<>();
    for (ReproductionRun.Part one : all) {
      String where = one.folder().toAbsolutePath().normalize().toString();
      parts.add(new Part(new Piece(parts.size() + 1, all.size(), one.name(), where), one::done));
    }
    return parts;
  }

  @Override
  public void run(List<Part> share) {
    share.stream().filter(part -> !part.isDone()).map(Part::piece).forEach(this::run);
  }

  private void run(Piece piece) {
    session.writing(
        Optional.of(Path.of(piece.folder())),
        () -> {
          Estimation estimation = new Estimation(session.kernels(), session.workers());
          run.runOne(piece.number(), estimation, session.provenance(run.seed()));
          return piece;
        });
  }
}
