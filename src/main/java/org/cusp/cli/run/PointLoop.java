package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.cli.spread.Piece;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.criteria.Unfinished;
import org.cusp.run.Target;
import org.cusp.state.FileBookmark;

/**
 * Goes through the points of a target, in training order: what is stored is taken, the rest is
 * found and kept as soon as it is there, and what the budget left unfinished is kept and told too.
 *
 * @param out where results go; null for where the work itself says
 */
record PointLoop(Session session, Path out) {
  /** The file of what is known where there is no result. */
  private static final String UNFINISHED = "unfinished.json";

  <R> Found<R> over(Target target, PointWork<R> work) {
    return over(target, target.points(), work);
  }

  /** A share of the points of a target, whose results lie where they would of all. */
  <R> Found<R> share(Target target, List<Target.Point> share, PointWork<R> work) {
    return over(target, target.points(), share, work);
  }

  /**
   * What is there of all points.
   *
   * @throws InvalidInput where some are missing, which are named
   */
  <R> Found<R> merged(Target target, PointWork<R> work) {
    List<R> results = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Target.Point point : target.points()) {
      work.stored(place(target, point, target.points(), work))
          .ifPresentOrElse(results::add, () -> missing.add(named(point)));
    }
    if (!missing.isEmpty()) {
      throw new InvalidInput(
          target.name()
              + ": "
              + missing.size()
              + " of "
              + target.points().size()
              + " pieces are missing: "
              + String.join(", ", missing));
    }
    return new Found<>(results, List.of());
  }

  /**
   * Points as pieces of work for other processes.
   *
   * @throws InvalidInput where their results would lie nowhere
   */
  <R> List<Piece> pieces(Target target, PointWork<R> work) {
    List<Target.Point> points = target.points();
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      Target.Point point = points.get(i);
      Path folder =
          folder(target, point, points, work)
              .orElseThrow(
                  () ->
                      new InvalidInput(
                          target.name() + ": pieces need a run directory or --out to lie in"));
      String where = folder.toAbsolutePath().normalize().toString();
      pieces.add(new Piece(i + 1, points.size(), named(point), where));
    }
    return pieces;
  }

  /** Whether what is asked for is there, and not to be found anew. */
  <R> boolean isDone(Target target, Target.Point point, PointWork<R> work) {
    return !session.isRestart()
        && work.stored(place(target, point, target.points(), work)).isPresent();
  }

  private static String named(Target.Point point) {
    return point.step().isPresent() ? "step " + point.step().getAsLong() : point.name();
  }

  /** A point with where its results go. */
  <R> Place place(Target target, Target.Point point, List<Target.Point> points, PointWork<R> work) {
    Optional<Path> folder = folder(target, point, points, work);
    String data = target.train().fingerprint();
    return new Place(target, point, point.weights().get(), data, folder);
  }

  /** Over some of the points. */
  <R> Found<R> over(Target target, List<Target.Point> points, PointWork<R> work) {
    return over(target, points, points, work);
  }

  private <R> Found<R> over(
      Target target, List<Target.Point> points, List<Target.Point> chosen, PointWork<R> work) {
    chosen.forEach(point -> folder(target, point, points, work).ifPresent(work::tryFolder));
    List<R> results = new ArrayList<>();
    List<Unfinished> unfinished = new ArrayList<>();
    for (Target.Point point : chosen) {
      Place place = place(target, point, points, work);
      Optional<R> stored = session.isRestart() ? Optional.empty() : work.stored(place);
      if (stored.isPresent()) {
        results.add(stored.get());
      } else {
        Attempt<R> attempt = found(place, work);
        attempt.result().ifPresent(results::add);
        attempt.unfinished().ifPresent(unfinished::add);
      }
    }
    return new Found<>(results, unfinished);
  }

  private <R> Optional<Path> folder(
      Target target, Target.Point point, List<Target.Point> points, PointWork<R> work) {
    return out == null ? work.folder(target, point) : Optional.of(Place.folder(out, point, points));
  }

  /** One process at a time finds and keeps what belongs into a folder. */
  private <R> Attempt<R> found(Place place, PointWork<R> work) {
    return session.writing(
        place.folder(),
        () -> {
          Attempt<R> attempt = attempt(place, work);
          keep(place, attempt);
          return attempt;
        });
  }

  private <R> Attempt<R> attempt(Place place, PointWork<R> work) {
    try (Terminal.Bar bar = session.bar(work.task(place))) {
      return work.at(place, bar);
    }
  }

  private <R> void keep(Place place, Attempt<R> attempt) {
    if (place.folder().isEmpty()) {
      return;
    }
    ResultWriter writer = new ResultWriter(session);
    Path folder = place.folder().get();
    attempt
        .unfinished()
        .ifPresent(
            known -> {
              writer.store(folder.resolve(UNFINISHED), known, place);
              attempt.bookmark().ifPresent(FileBookmark::end);
            });
    if (attempt.file().isPresent()) {
      session.keep(
          () -> {
            attempt.before().accept(folder);
            writer.write(folder.resolve(attempt.file().get()), attempt.result().get(), place);
            attempt.bookmark().ifPresent(FileBookmark::end);
          });
      session.keep(() -> attempt.after().accept(folder));
    }
  }
}
