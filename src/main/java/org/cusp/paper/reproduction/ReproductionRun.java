package org.cusp.paper.reproduction;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.run.Provenance;
import org.cusp.state.Bookmark;
import org.cusp.state.FileBookmark;
import org.cusp.state.Steps;

/**
 * Runs one reproduction and writes its folder: {@code expected.csv}, {@code results.csv}, {@code
 * results.json}, {@code README.md} and the figures. While it runs, the rows that are done lie in
 * {@code unfinished.json}; a row that is there, or in {@code results.json}, with the same settings
 * is not computed again. The row at work keeps its state ({@link Sitting.Keeping}). Other processes
 * may do rows, each in a folder of its own below {@code parts}, until all files are written.
 *
 * @param sitting how far this run goes
 */
public record ReproductionRun(Reproduction reproduction, Size size, long seed, Sitting sitting) {
  private static final String RESULTS = "results.json";
  private static final String UNFINISHED = "unfinished.json";
  private static final String PARTS = "parts";

  /** All of it. */
  public ReproductionRun(Reproduction reproduction, Size size, long seed, Path folder) {
    this(reproduction, size, seed, Sitting.whole(folder));
  }

  /** Watches rows arrive. */
  public interface Listener {
    /**
     * @param done rows so far, this one included
     * @param line the row in words
     * @param stored whether it was there already
     */
    void row(int done, int total, String id, String line, boolean stored);
  }

  /** Turns a chart into the files {@code <id>.png} and {@code <id>.svg} of a folder. */
  public interface Painter {
    void paint(Chart chart, Path folder);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Stored(List<StoredRow> rows) {}

  /** All rows, then all files. */
  public Results run(
      Estimation estimation, Provenance provenance, Listener listener, Painter painter) {
    Path folder = sitting.folder();
    Path room = room(folder, provenance);
    Estimation inRoom = estimation.in(new Estimation.Room(room, sitting.keeping()::isEnding));
    List<StoredRow> rows = rows(inRoom, provenance, listener);
    ExpectedTable expected = ExpectedTable.of(reproduction.key());
    List<Row> cells = rows.stream().map(StoredRow::row).toList();
    int all = with(reproduction.pieces(size, seed), rows).size();
    boolean isWhole = rows.size() == all && rows.stream().allMatch(StoredRow::isWhole);
    Findings findings =
        cells.isEmpty() || reproduction.comparesRows() && !isWhole
            ? Findings.ofSome(cells, all)
            : reproduction.findings(cells, expected);
    Results results = results(rows, findings, provenance);
    findings.charts().forEach(chart -> painter.paint(chart, folder));
    AtomicFiles.writeString(folder.resolve("expected.csv"), expected.text());
    AtomicFiles.writeString(folder.resolve("results.csv"), Tables.csv(cells));
    AtomicFiles.writeString(
        folder.resolve("README.md"), Readme.text(reproduction, size, results, findings, expected));
    Json.write(folder.resolve(RESULTS), results);
    AtomicFiles.remove(folder.resolve(UNFINISHED));
    AtomicFiles.removeAll(room);
    AtomicFiles.removeAll(folder.resolve(PARTS));
    return results;
  }

  /**
   * A row to be done in one go, which needs none of the others.
   *
   * @param folder where {@link #runOne} keeps it
   * @param done whether it is there
   */
  public record Part(String name, Path folder, boolean done) {}

  /** All rows that are asked for and, once these are there, those that they call for. */
  public List<Part> parts() {
    List<StoredRow> known = known();
    return asked(known).stream()
        .map(
            piece ->
                new Part(
                    piece.id(), folder(piece), isThere(known, piece) && !sitting.replaces(piece)))
        .toList();
  }

  private List<Piece> asked(List<StoredRow> known) {
    List<Piece> pieces = reproduction.pieces(size, seed);
    sitting.require(reproduction, with(pieces, known));
    boolean isWhole = pieces.stream().allMatch(piece -> isThere(known, piece));
    List<StoredRow> rows = pieces.stream().flatMap(piece -> found(known, piece).stream()).toList();
    List<Piece> all = isWhole ? with(pieces, rows) : pieces;
    return all.stream().filter(sitting::comesTo).toList();
  }

  /**
   * Does one row and keeps it in its folder, from which {@link #run} takes it.
   *
   * @param number of the part, from 1
   */
  public void runOne(int number, Estimation estimation, Provenance provenance) {
    Piece piece = asked(known()).get(number - 1);
    Path own = folder(piece);
    Path room = room(own, provenance);
    Optional<FileBookmark> bookmark = bookmark(piece, own);
    Estimation inRoom = estimation.in(new Estimation.Room(room, sitting.keeping()::isEnding));
    StoredRow row = computed(piece, inRoom, provenance, Bookmark.of(bookmark));
    Json.write(own.resolve(UNFINISHED), new Stored(List.of(row)));
    bookmark.ifPresent(FileBookmark::end);
    AtomicFiles.removeAll(room);
  }

  private Path folder(Piece piece) {
    return sitting.folder().resolve(PARTS).resolve(piece.id().replaceAll("[^A-Za-z0-9=.-]+", "-"));
  }

  /** What is there, also what other processes did. */
  private List<StoredRow> known() {
    Stream<Path> own = Stream.of(UNFINISHED, RESULTS).map(sitting.folder()::resolve);
    return Stream.concat(parted(), own).flatMap(file -> stored(file).stream()).toList();
  }

  private Stream<Path> parted() {
    Path all = sitting.folder().resolve(PARTS);
    if (!Files.isDirectory(all)) {
      return Stream.empty();
    }
    try (Stream<Path> parts = Files.list(all)) {
      return parts.sorted().map(part -> part.resolve(UNFINISHED)).toList().stream();
    } catch (IOException e) {
      throw new InvalidInput(all + ": cannot be read", e);
    }
  }

  private static Optional<StoredRow> found(List<StoredRow> known, Piece piece) {
    return known.stream().filter(row -> row.answers(piece)).findFirst();
  }

  private static boolean isThere(List<StoredRow> known, Piece piece) {
    return found(known, piece).filter(StoredRow::isWhole).isPresent();
  }

  /** What another version or other kernels left there is not theirs to go on with. */
  private static Path room(Path folder, Provenance by) {
    String name =
        String.join("-", "unfinished", by.versions().get("cusp"), by.revision(), by.kernels());
    return folder.resolve(name.replaceAll("[^A-Za-z0-9.-]+", "-"));
  }

  private List<StoredRow> rows(Estimation estimation, Provenance provenance, Listener listener) {
    List<StoredRow> known = known();
    List<Piece> pieces = new ArrayList<>(reproduction.pieces(size, seed));
    sitting.require(reproduction, with(pieces, known));
    List<StoredRow> rows = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      Optional<StoredRow> found = found(known, piece);
      boolean there = found.isPresent() && found.get().isWhole() && !sitting.replaces(piece);
      boolean stored = there || !sitting.comesTo(piece);
      if (!stored || found.isPresent()) {
        Optional<FileBookmark> bookmark =
            stored ? Optional.empty() : bookmark(piece, sitting.folder());
        StoredRow row =
            stored ? found.get() : computed(piece, estimation, provenance, Bookmark.of(bookmark));
        rows.add(row);
        if (!stored) {
          Json.write(sitting.folder().resolve(UNFINISHED), new Stored(kept(rows, known)));
          bookmark.ifPresent(FileBookmark::end);
        }
        String line = Tables.line(row.row().without("problem", "reasons", "cautions"));
        listener.row(rows.size(), pieces.size(), piece.id(), line, stored);
      }
      if (i + 1 == pieces.size()) {
        pieces = with(pieces, rows);
      }
    }
    return rows;
  }

  /** These and, after them, those that the rows call for. */
  private List<Piece> with(List<Piece> pieces, List<StoredRow> rows) {
    Set<String> ids = pieces.stream().map(Piece::id).collect(Collectors.toSet());
    List<Row> cells = rows.stream().map(StoredRow::row).toList();
    List<Piece> all = new ArrayList<>(pieces);
    reproduction.further(size, seed, cells).stream()
        .filter(piece -> !ids.contains(piece.id()))
        .forEach(all::add);
    return all;
  }

  private Optional<FileBookmark> bookmark(Piece piece, Path folder) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("reproduction", reproduction.key());
    facts.put("row", piece.id());
    facts.put("settings", piece.settings());
    return sitting.keeping().row(folder, facts);
  }

  /** A row; a process that has been told to end does not begin it. */
  private StoredRow computed(
      Piece piece, Estimation estimation, Provenance provenance, Bookmark bookmark) {
    bookmark.turn();
    Row row = piece.work().row(estimation.at(new Steps(bookmark)), sitting);
    return new StoredRow(piece.id(), piece.settings(), provenance.revision(), row);
  }

  /** What is done and what earlier runs left: an interruption loses neither. */
  private static List<StoredRow> kept(List<StoredRow> rows, List<StoredRow> known) {
    List<StoredRow> all = new ArrayList<>(rows);
    known.stream()
        .filter(old -> rows.stream().noneMatch(row -> row.id().equals(old.id())))
        .forEach(all::add);
    return all;
  }

  private static List<StoredRow> stored(Path file) {
    return Files.exists(file) ? Json.read(file, Stored.class).rows() : List.of();
  }

  private Results results(List<StoredRow> rows, Findings findings, Provenance provenance) {
    return new Results(
        "reproduce",
        reproduction.key(),
        reproduction.title(),
        reproduction.citation(),
        size.name().toLowerCase(Locale.ROOT),
        seed,
        reproduction.settings(size),
        findings.sentences(),
        findings.tables(),
        rows,
        provenance);
  }
}
