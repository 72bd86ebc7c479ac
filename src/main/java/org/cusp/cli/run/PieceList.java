package org.cusp.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.MayBeNull;
import org.cusp.estimate.llc.Outlook;
import org.cusp.format.Json;
import org.cusp.run.Target;

/**
 * The pieces of an LLC along a run, as {@code --plan} prints them and as they are kept beside the
 * estimates, so that these can be joined without saying again how they were made.
 *
 * @param foreseen null where it was not asked for
 */
public record PieceList(
    String command, Work work, @MayBeNull Foreseen foreseen, List<Piece> pieces) {
  static final String FILE = "plan.json";
  private static final double MEGABYTE = 1e6;

  /**
   * What the pieces are of.
   *
   * @param target as it was typed
   * @param data SHA-256 of the data
   * @param model the law of the data
   * @param settings that were asked for
   */
  public record Work(String target, String data, String model, Map<String, Object> settings) {}

  /**
   * What they take.
   *
   * @param sampler with its number of chains
   * @param seconds of all pieces, one after the other
   * @param megabytes of a process
   */
  public record Foreseen(String sampler, double seconds, double megabytes) {}

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
    Work work = new Work(target.name(), facts.get("data"), facts.get("model"), settings);
    return new PieceList("plan", work, null, pieces);
  }

  /** With what each is foreseen to take; what is done takes nothing. */
  PieceList foreseen(Outlook each, List<Boolean> done) {
    List<Piece> all = new ArrayList<>();
    for (Piece piece : pieces) {
      boolean is = done.get(piece.number() - 1);
      double seconds = is ? 0 : each.seconds();
      all.add(new Piece(piece.number(), piece.step(), piece.name(), seconds, is));
    }
    double sum = all.stream().mapToDouble(Piece::seconds).sum();
    String how = each.sampler() + ", " + each.chains() + " chains";
    return new PieceList(command, work, new Foreseen(how, sum, each.bytes() / MEGABYTE), all);
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
    Optional<PieceList> before = anew ? Optional.empty() : kept(folder);
    before.ifPresent(there -> requireSame(there, folder));
    // Of many shares the first writes it.
    if (before.isEmpty()) {
      Json.write(folder.resolve(FILE), this);
    }
  }

  /** Whether these are the pieces of that work, whatever it is foreseen to take. */
  void requireSame(PieceList before, Path folder) {
    Work there = before.work;
    Optional<String> other =
        Stream.of(
                Map.entry("data", work.data().equals(there.data())),
                Map.entry("model", work.model().equals(there.model())),
                Map.entry(
                    "settings", Json.text(work.settings()).equals(Json.text(there.settings()))),
                Map.entry("checkpoints", names().equals(before.names())))
            .filter(compared -> !compared.getValue())
            .map(Map.Entry::getKey)
            .findFirst();
    if (other.isPresent()) {
      throw new InvalidInput(
          folder.resolve(FILE)
              + ": is a plan of other "
              + other.get()
              + " (of "
              + there.target()
              + "); --restart begins anew");
    }
  }

  private List<String> names() {
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
            foreseen.seconds(),
            foreseen.megabytes(),
            foreseen.sampler()));
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
