package org.cusp.paper.reproduction;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.run.Provenance;

/**
 * Runs one reproduction and writes its folder: {@code expected.csv}, {@code results.csv}, {@code
 * results.json}, {@code README.md} and the figures. While it runs, the rows that are done lie in
 * {@code unfinished.json}; a row that is there, or in {@code results.json}, with the same settings
 * is not computed again.
 *
 * @param sitting how far this run goes
 */
public record ReproductionRun(Reproduction reproduction, Size size, long seed, Sitting sitting) {
  private static final String RESULTS = "results.json";
  private static final String UNFINISHED = "unfinished.json";

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
    List<StoredRow> rows = rows(estimation, provenance, listener);
    ExpectedTable expected = ExpectedTable.of(reproduction.key());
    List<Row> cells = rows.stream().map(StoredRow::row).toList();
    Findings findings = reproduction.findings(cells, expected);
    Results results = results(rows, findings, provenance);
    findings.charts().forEach(chart -> painter.paint(chart, folder));
    AtomicFiles.writeString(folder.resolve("expected.csv"), expected.text());
    AtomicFiles.writeString(folder.resolve("results.csv"), Tables.csv(cells));
    AtomicFiles.writeString(
        folder.resolve("README.md"), Readme.text(reproduction, size, results, findings, expected));
    Json.write(folder.resolve(RESULTS), results);
    AtomicFiles.remove(folder.resolve(UNFINISHED));
    return results;
  }

  private List<StoredRow> rows(Estimation estimation, Provenance provenance, Listener listener) {
    List<StoredRow> known =
        Stream.of(UNFINISHED, RESULTS).flatMap(name -> stored(name).stream()).toList();
    List<Piece> pieces = new ArrayList<>(reproduction.pieces(size, seed));
    sitting.require(reproduction, with(pieces, known));
    List<StoredRow> rows = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      Optional<StoredRow> found = known.stream().filter(row -> row.answers(piece)).findFirst();
      boolean stored = found.isPresent() && found.get().isWhole() || !sitting.comesTo(piece);
      if (!stored || found.isPresent()) {
        StoredRow row = stored ? found.get() : computed(piece, estimation, provenance);
        rows.add(row);
        if (!stored) {
          Json.write(sitting.folder().resolve(UNFINISHED), new Stored(kept(rows, known)));
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

  private StoredRow computed(Piece piece, Estimation estimation, Provenance provenance) {
    Row row = piece.work().row(estimation, sitting);
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

  private List<StoredRow> stored(String name) {
    Path file = sitting.folder().resolve(name);
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
