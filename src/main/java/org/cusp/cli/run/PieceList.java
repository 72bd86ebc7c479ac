package org.cusp.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.MayBeNull;
import org.cusp.estimate.llc.Outlook;
import org.cusp.format.Json;
import org.cusp.run.Target;

/**
 * The pieces of an LLC along a run, as {@code --plan} prints them and as they are kept beside the
 * estimates, so that these can be joined without saying again how they were made.
 *
 * @param target as it was typed
 * @param data SHA-256 of the data
 * @param model the law of the data
 * @param settings that were asked for
 * @param sampler that is foreseen
 * @param seconds foreseen of all pieces, one after the other; null where it was not asked for
 * @param megabytes foreseen of a process
 */
public record PieceList(
    String command,
    String target,
    String data,
    String model,
    Map<String, Object> settings,
    @MayBeNull String sampler,
    @MayBeNull Double seconds,
    @MayBeNull Double megabytes,
    List<Piece> pieces) {
  static final String FILE = "plan.json";
  private static final double MEGABYTE = 1e6;

  /**
   * One piece.
   *
   * @param step of training; null for a parameter that is no checkpoint of a run
   * @param seconds foreseen; null where it was not asked for
   */
  public record Piece(
      int number, @MayBeNull Long step, String name, @MayBeNull Double seconds, boolean done) {}

  static PieceList of(Place first, Map<String, Object> settings) {
    Target target = first.target();
    List<Piece> pieces = new ArrayList<>();
    for (Target.Point point : target.points()) {
      Long step = point.step().isPresent() ? (Long) point.step().getAsLong() : null;
      pieces.add(new Piece(pieces.size() + 1, step, point.name(), null, false));
    }
    Map<String, String> facts = first.facts("llc", settings);
    return new PieceList(
        "plan",
        target.name(),
        facts.get("data"),
        facts.get("model"),
        settings,
        null,
        null,
        null,
        pieces);
  }

  /** With what each is foreseen to take; what is done takes nothing. */
  PieceList foreseen(Outlook each, List<Boolean> done) {
    List<Piece> all = new ArrayList<>();
    for (Piece piece : pieces) {
      boolean is = done.get(piece.number() - 1);
      double seconds = is ? 0 : each.seconds();
      all.add(new Piece(piece.number(), piece.step(), piece.name(), seconds, is));
    }
    return new PieceList(
        command,
        target,
        data,
        model,
        settings,
        each.sampler() + ", " + each.chains() + " chains",
        all.stream().mapToDouble(Piece::seconds).sum(),
        each.bytes() / MEGABYTE,
        all);
  }

  /** The kept one; empty where there is none. */
  static Optional<PieceList> kept(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.exists(file) ? Optional.of(Json.read(file, PieceList.class)) : Optional.empty();
  }

  /**
   * Keeps it, where none of other work is kept.
   *
   * @throws InvalidInput where one is
   */
  void keep(Path folder, boolean anew) {
    if (!anew) {
      kept(folder).ifPresent(before -> requireSame(before, folder));
    }
    Json.write(folder.resolve(FILE), this);
  }

  /** Whether these are the pieces of that work, whatever it is foreseen to take. */
  void requireSame(PieceList before, Path folder) {
    String other =
        !data.equals(before.data)
            ? "data"
            : !model.equals(before.model)
                ? "a model"
                : !Json.text(settings).equals(Json.text(before.settings))
                    ? "settings"
                    : !steps().equals(before.steps()) ? "checkpoints" : null;
    if (other != null) {
      throw new InvalidInput(
          folder.resolve(FILE)
              + ": is a plan of other "
              + other.replace("a ", "")
              + " (of "
              + before.target
              + "); --restart begins anew");
    }
  }

  private List<String> steps() {
    return pieces.stream().map(Piece::name).toList();
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d pieces, %d done; foreseen: %.3g s for the rest, one after the other, %.3g MB a"
                + " process beside Java's own (%s)",
            pieces.size(),
            pieces.stream().filter(Piece::done).count(),
            seconds,
            megabytes,
            sampler));
    lines.add(String.format(Locale.ROOT, "%6s  %10s  %9s  %s", "piece", "step", "seconds", ""));
    for (Piece piece : pieces) {
      String row =
          String.format(
              Locale.ROOT,
              "%6d  %10s  %9.3g  %s",
              piece.number(),
              piece.step() == null ? "-" : piece.step(),
              piece.seconds(),
              piece.done() ? "done" : "");
      lines.add(row.stripTrailing());
    }
    return lines;
  }
}
