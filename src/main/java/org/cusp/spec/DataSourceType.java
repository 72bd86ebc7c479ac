package org.cusp.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.cusp.contract.Registry;
import org.cusp.spec.section.Section;

/** The registry of data sources: the name in a spec file, the keys it takes, and its reader. */
@Registry("a source of data")
enum DataSourceType {
  DIGITS("digits", DigitsSource.KEYS, DigitsSource::read),
  CSV("csv", CsvSource.KEYS, CsvSource::read),
  IDX("idx", IdxSource.KEYS, IdxSource::read),
  CIFAR("cifar10", CifarSource.KEYS, CifarSource::read),
  NPY("npy", NpySource.KEYS, NpySource::read),
  NPZ("npz", NpzSource.KEYS, NpzSource::read),
  TOKENS("tokens", TokensSource.KEYS, TokensSource::read),
  TEXT("text", TextSource.KEYS, TextSource::read),
  IN_CONTEXT("in-context-regression", InContextSource.KEYS, InContextSource::read),
  TEACHER("teacher", TeacherSource.KEYS, TeacherSource::read),
  PROBLEM(ProblemSource.ID, ProblemSource.KEYS, ProblemSource::read),
  MODULAR_ADDITION("modular-addition", ModularAdditionSource.KEYS, ModularAdditionSource::read);

  private final String id;
  private final List<String> keys;
  private final Reader reader;

  private interface Reader {
    DataSource read(Section section, Path folder, Supplier<DataSource.Kind> usual);
  }

  /** A source that has targets of either kind. */
  DataSourceType(String id, List<String> keys, Reader reader) {
    this.id = id;
    this.keys = keys;
    this.reader = reader;
  }

  /** A source with one kind of targets. */
  DataSourceType(String id, List<String> keys, BiFunction<Section, Path, DataSource> reader) {
    this(id, keys, (section, folder, usual) -> reader.apply(section, folder));
  }

  String id() {
    return id;
  }

  List<String> keys() {
    return keys;
  }

  /**
   * The source; relative paths are relative to the folder.
   *
   * @param usual the kind of its targets where it does not say
   */
  DataSource read(Section section, Path folder, Supplier<DataSource.Kind> usual) {
    return reader.read(section, folder, usual);
  }
}
