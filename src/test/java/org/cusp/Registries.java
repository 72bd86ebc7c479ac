package org.cusp;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cusp.contract.Registry;

/** The classes marked as {@link Registry} against the table of CONTRIBUTING.md. */
final class Registries {
  private static final Pattern ROW = Pattern.compile("^\\| (.+?) \\| (.+?) \\| (.+?) \\|$");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final String ROOM = "org.cusp.";
  private static final String SERVICES = "META-INF/services/";
  private static final Path RESOURCES = Path.of("src/main/resources");

  /** What is added, what is written for it, and where its line goes. */
  private record Row(String what, List<String> written, List<String> lines) {}

  private Registries() {}

  /** What the table lacks, and what it says that is not so. */
  static List<String> faults(JavaClasses classes, String contributing) {
    Map<String, JavaClass> marked =
        classes.stream()
            .filter(type -> type.isAnnotatedWith(Registry.class))
            .collect(
                Collectors.toMap(
                    type -> type.getAnnotationOfType(Registry.class).value(), type -> type));
    List<Row> rows =
        contributing
            .lines()
            .map(ROW::matcher)
            .filter(found -> found.matches())
            .filter(found -> !found.group(1).matches("-+|to add"))
            .map(found -> new Row(found.group(1), names(found.group(2)), names(found.group(3))))
            .toList();
    List<String> faults = new ArrayList<>();
    marked.forEach(
        (what, type) -> {
          Optional<Row> row = rows.stream().filter(one -> one.what().equals(what)).findFirst();
          if (row.isEmpty() || !leadsTo(row.get(), type)) {
            faults.add("no row '" + what + "' leads to " + type.getName());
          }
        });
    rows.forEach(row -> check(row, marked, classes, faults));
    return faults;
  }

  private static List<String> names(String cell) {
    return NAME.matcher(cell).results().map((MatchResult found) -> found.group(1)).toList();
  }

  private static boolean leadsTo(Row row, JavaClass registry) {
    return row.lines().contains(registry.getName().substring(ROOM.length()))
        || row.lines().stream().anyMatch(name -> name.startsWith(SERVICES));
  }

  private static void check(
      Row row, Map<String, JavaClass> marked, JavaClasses classes, List<String> faults) {
    if (!marked.containsKey(row.what())) {
      faults.add("the row '" + row.what() + "' is of no registry");
    }
    for (String name : row.written()) {
      boolean isPackage =
          classes.stream().anyMatch(type -> type.getPackageName().equals(ROOM + name));
      if (!isPackage && !classes.contain(ROOM + name)) {
        faults.add("there is no " + name + " (" + row.what() + ")");
      }
    }
    for (String name : row.lines()) {
      boolean isThere =
          name.startsWith(SERVICES)
              ? Files.exists(RESOURCES.resolve(name))
                  && services(name).stream().allMatch(classes::contain)
              : classes.contain(ROOM + name);
      if (!isThere) {
        faults.add("there is no " + name + " (" + row.what() + ")");
      }
    }
  }

  private static List<String> services(String file) {
    try {
      return Files.readAllLines(RESOURCES.resolve(file)).stream()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  /** Lists of things of one interface that others read, whose class is not marked. */
  static List<String> unmarked(JavaClasses classes) {
    return classes.stream()
        .filter(type -> !type.isAnnotatedWith(Registry.class))
        .flatMap(type -> type.getFields().stream())
        .filter(Registries::isListOfAnInterface)
        .map(JavaField::getFullName)
        .toList();
  }

  private static boolean isListOfAnInterface(JavaField field) {
    boolean isShared =
        field.getModifiers().contains(JavaModifier.STATIC)
            && !field.getModifiers().contains(JavaModifier.PRIVATE);
    return isShared
        && field.getRawType().isEquivalentTo(List.class)
        && field.getType() instanceof JavaParameterizedType type
        && type.getActualTypeArguments().get(0).toErasure().isInterface()
        && type.getActualTypeArguments().get(0).toErasure().getName().startsWith(ROOM);
  }
}
