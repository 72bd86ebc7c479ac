package org.cusp.cli.pieces;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * The pieces of a command's work as {@code --plan} prints them; those of an LLC along a run are
 * kept beside the estimates, so that these can be joined without saying again how they were made.
 *
 * @param work null where nobody is to join them by this list alone
 * @param foreseen null where it is not known or was not asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PieceList(
    String command, @MayBeNull Work work, @MayBeNull Foreseen foreseen, List<Listed> pieces) {
  public static final String FILE = "plan.json";
  private static final String COMMAND = "plan";
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
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Listed(
      int number, @MayBeNull Long step, String name, @MayBeNull Double seconds, boolean done) {}

  /** Of pieces of which nothing more is known. */
  static PieceList of(List<Divided.Part> parts) {
    List<Listed> all =
        parts.stream()
            .map(
                part ->
                    new Listed(
                        part.piece().number(), null, part.piece().name(), null, part.isDone()))
            .toList();
    return new PieceList(COMMAND, null, null, all);
  }

  /** Of this work, none of them done. */
  public static PieceList of(Work work, List<Target.Point> points) {
    List<Listed> pieces = new ArrayList<>();
    for (Target.Point point : points) {
      Long step = point.step().isPresent() ? (Long) point.step().getAsLong() : null;
      pieces.add(new Listed(pieces.size() + 1, step, point.name(), null, false));
    }
    return new PieceList(COMMAND, work, null, pieces);
  }

  /** With what each is foreseen to take; what is done takes nothing. */
  public PieceList foreseen(Outlook each, List<Boolean> done) {
    List<Listed> all = new ArrayList<>();
    for (Listed piece : pieces) {
      boolean is = done.get(piece.number() - 1);
      double seconds = is ? 0 : each.seconds();
      all.add(new Listed(piece.number(), piece.step(), piece.name(), seconds, is));
    }
    double sum = all.stream().mapToDouble(Listed::seconds).sum();
    String how = each.sampler() + ", " + each.chains() + " chains";
    return new PieceList(command, work, new Foreseen(how, sum, each.bytes() / MEGABYTE), all);
  }

  /** The kept one; empty where there is none. */
  public static Optional<PieceList> kept(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.exists(file) ? Optional.of(Json.read(file, PieceList.class)) : Optional.empty();
  }

  /**
   * Where a list is kept.
   *
   * @param anew whatever is there
   */
  public record Keeping(PieceList list, Path folder, boolean anew) {
    private Optional<PieceList> before() {
      return anew ? Optional.empty() : kept(folder);
    }

    /**
     * Whether none of other work is there.
     *
     * @throws InvalidInput where one is
     */
    public void check() {
      before().ifPresent(there -> list.requireSame(there, folder));
    }

    /** Of many shares the first writes it. */
    public void keep() {
      if (before().isEmpty()) {
        Json.write(folder.resolve(FILE), list);
      }
    }
  }

  /** Whether these are the pieces of that work, whatever it is foreseen to take. */
  public void requireSame(PieceList before, Path folder) {
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

  /** Steps, since names of files are as the target was typed. */
  private List<String> names() {
    return pieces.stream()
        .map(piece -> piece.step() == null ? piece.name() : "step " + piece.step())
        .toList();
  }

  /** For people. */
  public List<String> lines() {
    return foreseen == null ? names(done()) : table(done());
  }

  private long done() {
    return pieces.stream().filter(Listed::done).count();
  }

  private List<String> names(long done) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%d pieces, %d done", pieces.size(), done));
    for (Listed piece : pieces) {
      String end = piece.done() ? "  done" : "";
      lines.add(String.format(Locale.ROOT, "%6d  %s%s", piece.number(), piece.name(), end));
    }
    return lines;
  }

  private List<String> table(long done) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d pieces, %d done; foreseen: %.3g s for the rest, one after the other, %.3g MB a"
                + " process beside Java's own (%s)",
            pieces.size(),
            done,
            foreseen.seconds(),
            foreseen.megabytes(),
            foreseen.sampler()));
    lines.add(String.format(Locale.ROOT, "%6s  %10s  %9s  %s", "piece", "step", "seconds", ""));
    for (Listed piece : pieces) {
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
