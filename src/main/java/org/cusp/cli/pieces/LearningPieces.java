package org.cusp.cli.pieces;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cusp.cli.session.Session;
import org.cusp.cli.spread.Piece;
import org.cusp.estimate.learning.LearningCurveRun;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.spec.LearningCurveSpec;

/**
 * The rows of learning curves as pieces: a method at a place with a data set each.
 *
 * @param folder of all of them
 */
public record LearningPieces(Session session, LearningCurveSpec settings, Path folder)
    implements Divided {
  /** What work at these settings is of, for its state. */
  public static Map<String, String> facts(LearningCurveSpec settings) {
    return Map.of("settings", Json.text(new TreeMap<>(settings.facts())));
  }

  private LearningCurveRun run() {
    return new LearningCurveRun(
        settings, Optional.of(folder), session.kernels(), session.workers());
  }

  @Override
  public List<Part> parts() {
    List<LearningCurveRun.Part> all = run().parts();
    List<Part> parts = new ArrayList<>();
    for (LearningCurveRun.Part one : all) {
      String where = one.folder().orElseThrow().toAbsolutePath().normalize().toString();
      Piece piece = new Piece(parts.size() + 1, all.size(), one.name(), where);
      parts.add(new Part(piece, () -> one.done() && !session.isRestart()));
    }
    return parts;
  }

  @Override
  public void run(List<Part> share) {
    share.stream().filter(part -> !part.isDone()).map(Part::piece).forEach(this::run);
  }

  private void run(Piece piece) {
    Optional<Path> own = Optional.of(Path.of(piece.folder()));
    session.goingOn(
        own,
        facts(settings),
        bookmark -> {
          if (session.isRestart()) {
            AtomicFiles.remove(own.get().resolve(LearningCurveRun.ROWS));
          }
          run().runOne(piece.number(), bookmark);
          return piece;
        });
  }
}
