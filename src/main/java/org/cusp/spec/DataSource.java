package org.cusp.spec;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cusp.data.DataSet;
import org.cusp.data.TargetKind;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/** Where examples come from. A new source is a record of its own and a line in the registry. */
public interface DataSource {
  /**
   * All examples.
   *
   * @param seed of the spec, for sources that draw
   */
  DataSet load(long seed);

  /** The law of its examples, where they were made by a known one. */
  default Optional<TrueLaw> law() {
    return Optional.empty();
  }

  /** Whether examples share numbers, so that what is held out by chance is not new. */
  default boolean overlaps() {
    return false;
  }

  /** The values of its keys, paths made absolute. */
  Map<String, String> facts();

  /** The kinds of targets, as a user writes them. */
  enum Kind {
    CLASSES("classes", TargetKind.classes()),
    SEQUENCES("sequences", TargetKind.sequences()),
    VALUES("values", TargetKind.values());

    private final String id;
    private final TargetKind kind;

    Kind(String id, TargetKind kind) {
      this.id = id;
      this.kind = kind;
    }

    String id() {
      return id;
    }

    TargetKind kind() {
      return kind;
    }

    /**
     * The kind that the section states.
     *
     * @param usual where it states none: what the likelihood needs
     */
    static Kind read(Section section, Supplier<Kind> usual) {
      return section.choice(Keys.KIND, values(), Kind::id).orElseGet(usual);
    }

    /** Refuses anything but classes, for a source that has nothing else. */
    static void requireClasses(Section section) {
      Optional<Kind> kind = section.choice(Keys.KIND, values(), Kind::id);
      if (kind.isPresent() && kind.get() != CLASSES) {
        throw section.wrong(Keys.KIND, "classes for this source");
      }
    }
  }
}
