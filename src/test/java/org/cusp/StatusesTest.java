package org.cusp;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cusp.estimate.criteria.Surprise;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.estimate.llc.Lambda;
import org.cusp.exact.Rlct;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.Test;

/** Statuses are enums to the last line before JSON or a table: no text is compared with one. */
class StatusesTest {
  private static final Path SOURCES = Path.of("src/main/java/org/cusp");

  private static final Set<String> LABELS =
      Stream.of(
              Stream.of(Verdict.Status.values()).map(Verdict.Status::label),
              Stream.of(Surprise.State.values()).map(Surprise.State::label),
              Stream.of(Prior.Kind.values()).map(Prior.Kind::label),
              Stream.of(Lambda.Way.values()).map(Lambda.Way::label),
              Stream.of(Rlct.Status.values()).map(Rlct.Status::label))
          .flatMap(labels -> labels)
          .collect(Collectors.toSet());

  /** Fields that hold a verdict or the like as text: an answer's, not a table's. */
  private static final Set<String> NAMES = Set.of("verdict", "state", "lambdaVerdict");

  /** Comparisons with a label, in any of the ways that Java has. */
  static List<String> comparisons(String source) {
    String labels = LABELS.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    Pattern compared =
        Pattern.compile(
            "(\"(%1$s)\"\\s*\\.equals\\()|(\\.equals(IgnoreCase)?\\(\\s*\"(%1$s)\"\\))|(case\\s+\"(%1$s)\")|([!=]=\\s*\"(%1$s)\")"
                .formatted(labels));
    return compared.matcher(source).results().map(found -> found.group()).toList();
  }

  @Test
  void noSourceComparesTextWithAStatus() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        comparisons(Files.readString(file)).forEach(one -> found.add(file + ": " + one));
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void suchAComparisonIsFound() {
    assertThat(LABELS).contains("trusted", "bridged", "global", "population", "upper-bound");
    assertThat(comparisons("result.status().equals(\"trusted\")")).hasSize(1);
    assertThat(comparisons("\"rejected\".equals(status)")).hasSize(1);
    assertThat(comparisons("switch (s) { case \"doubtful\" -> 1; }")).hasSize(1);
    assertThat(comparisons("status == \"trusted\"")).hasSize(1);
    assertThat(comparisons("row.with(\"trusted\", 3)")).isEmpty();
  }

  @Test
  void noRecordHoldsAVerdictAsText() {
    JavaClasses main =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.cusp.estimate", "org.cusp.cli", "org.cusp.report");
    List<String> texts =
        main.stream()
            .filter(JavaClass::isRecord)
            .flatMap(type -> type.getFields().stream())
            .filter(field -> NAMES.contains(field.getName()))
            .filter(field -> field.getRawType().isEquivalentTo(String.class))
            .map(JavaField::getFullName)
            .toList();
    assertThat(texts).isEmpty();
  }
}
