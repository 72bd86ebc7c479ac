package org.cusp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cusp.sampler.Sampler;
import org.junit.jupiter.api.Test;

/** The rules of the house, read from the compiled classes. */
class ArchitectureTest {
  /** The floors, the highest first; the rooms of one floor do not know each other. */
  private static final List<Set<String>> FLOORS =
      List.of(
          Set.of("spark"),
          Set.of("cli"),
          Set.of("report"),
          Set.of("paper"),
          Set.of("select"),
          Set.of("api"),
          Set.of("estimate"),
          Set.of("verdict"),
          Set.of("tuning"),
          Set.of("point"),
          Set.of("run"),
          Set.of("train"),
          Set.of("spec"),
          Set.of("sampler"),
          Set.of("posterior"),
          Set.of("problem", "foreign"),
          Set.of("model"),
          Set.of("data"),
          Set.of("tensor"),
          Set.of("gold"),
          Set.of("state"),
          Set.of("format", "diagnostics", "exact", "rng"),
          Set.of("numerics"),
          Set.of("contract", "clock"));

  private static final int MOST_CLASSES = 30;

  private static final String[] LEFT_OUT_OF_CIRCLES = {
    "org.cusp.bench..", "org.cusp.exact..", "org.cusp.format..", "org.cusp.problem.."
  };

  private static final String BENCHMARKS = "org.cusp.bench..";

  private static final String[] TENSOR_LIBRARIES = {
    "org.nd4j..", "org.bytedeco..", "jdk.incubator.vector.."
  };

  private static final String[] OF_THE_COMMAND_LINE = {
    "picocli..", "org.knowm..", "org.openjdk.jmh..", "me.tongfei.."
  };

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/jmh_generated/"))
          .importPackages("org.cusp");

  private static String packageOf(String room) {
    return "org.cusp." + room + "..";
  }

  /** The command line may start the benchmarks, which may see all. */
  @Test
  void importsRunDownward() {
    LayeredArchitecture house =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    List<String> above = new ArrayList<>();
    for (Set<String> floor : FLOORS) {
      for (String room : floor) {
        house = house.layer(room).definedBy(packageOf(room));
      }
    }
    for (Set<String> floor : FLOORS) {
      for (String room : floor) {
        house =
            above.isEmpty()
                ? house.whereLayer(room).mayNotBeAccessedByAnyLayer()
                : house.whereLayer(room).mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
      }
      above.addAll(floor);
    }
    house.check(MAIN);
  }

  @Test
  void everyPackageHasItsFloor() {
    Set<String> rooms =
        MAIN.stream()
            .map(type -> type.getPackageName().replaceFirst("^org\\.cusp\\.?", ""))
            .map(name -> name.replaceFirst("\\..*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    rooms.remove("bench");
    Set<String> known =
        FLOORS.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    assertThat(known).containsAll(rooms);
    assertThat(rooms).contains("cli", "tensor", "contract", "exact");
  }

  /**
   * Rooms of one floor may know each other, but not in circles. Three floors are left out: their
   * root holds the registry of what the rooms make, and the types that these are made of.
   */
  @Test
  void packagesAreFreeOfCircles() {
    SlicesRuleDefinition.slices()
        .matching("org.cusp.(**)")
        .should()
        .beFreeOfCycles()
        .check(MAIN.that(DescribedPredicate.not(resideInAnyPackage(LEFT_OUT_OF_CIRCLES))));
  }

  /** A package that outgrows this asks to be two; each says what it is for. */
  @Test
  void packagesAreSmallAndSayWhatTheyAreFor() throws IOException {
    Path sources = Path.of("src/main/java/org/cusp");
    List<String> faults = new ArrayList<>();
    try (Stream<Path> folders = Files.walk(sources)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        List<String> files = javaFiles(folder);
        if (files.remove("package-info.java") || files.isEmpty()) {
          if (files.size() > MOST_CLASSES) {
            faults.add(folder + " holds " + files.size() + " classes");
          }
        } else {
          faults.add(folder + " has no package-info.java");
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  private static List<String> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .toList());
    }
  }

  @Test
  void onlyTheTensorRoomKnowsTheTensorLibraries() {
    ArchRule rule =
        noClasses()
            .that(resideInAPackage("org.cusp.."))
            .and()
            .resideOutsideOfPackages("org.cusp.tensor..", BENCHMARKS)
            .should()
            .dependOnClassesThat(resideInAnyPackage(TENSOR_LIBRARIES));
    rule.check(MAIN);
  }

  /** What a programme that uses the library does not get: these jars are optional in the pom. */
  @Test
  void theLibraryReachesNeitherCommandLineNorCharts() {
    noClasses()
        .that()
        .resideInAPackage(packageOf("api"))
        .should()
        .transitivelyDependOnClassesThat(resideInAnyPackage(OF_THE_COMMAND_LINE))
        .check(MAIN);
    ArchRule elsewhere =
        noClasses()
            .that()
            .resideInAPackage(packageOf("cli"))
            .should()
            .transitivelyDependOnClassesThat(resideInAnyPackage(OF_THE_COMMAND_LINE));
    assertThat(elsewhere.evaluate(MAIN).hasViolation()).isTrue();
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.cusp.cli..", "org.cusp.bench..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(MAIN);
    noClasses()
        .should()
        .callMethod(Throwable.class, "printStackTrace")
        .because("a stack trace is for a bug, and only the command line shows one")
        .check(MAIN);
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses()
        .should()
        .haveSimpleNameContaining("Util")
        .orShould()
        .haveSimpleNameContaining("Manager")
        .orShould()
        .haveSimpleNameContaining("Helper")
        .check(MAIN);
  }

  /** All random numbers come from addressed streams. */
  @Test
  void nobodyDrawsFromAnotherGenerator() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.SplittableRandom")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .orShould()
        .dependOnClassesThat(resideInAnyPackage("java.util.random..", "org.nd4j..random.."))
        .orShould()
        .callMethod(Math.class, "random")
        .check(MAIN);
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "is Nd4j.rand*",
                call ->
                    call.getTargetOwner().getFullName().equals("org.nd4j.linalg.factory.Nd4j")
                        && call.getName().startsWith("rand")))
        .check(MAIN);
  }

  /** ND4J's arrays stay where they are made: no signature that another package can see has one. */
  @Test
  void tensorsDoNotLeaveTheirRoom() {
    List<String> leaks = new ArrayList<>();
    for (JavaClass type : MAIN) {
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        boolean visible = unit.getModifiers().toString().contains("PUBLIC");
        boolean array =
            unit.getRawReturnType().getName().startsWith("org.nd4j")
                || unit.getRawParameterTypes().stream()
                    .anyMatch(parameter -> parameter.getName().startsWith("org.nd4j"));
        if (visible && array) {
          leaks.add(unit.getFullName());
        }
      }
    }
    assertThat(leaks).isEmpty();
  }

  private static ArchRule noDefaultLocale(DescribedPredicate<JavaClass> where) {
    return noClasses()
        .that(where)
        .should()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callConstructor(java.text.DecimalFormat.class, String.class)
        .orShould()
        .callConstructor(java.util.Formatter.class)
        .orShould()
        .callConstructor(java.util.Formatter.class, Appendable.class)
        .because("in an Arabic, Persian or Hindi locale its digits are not 0 to 9");
  }

  /** Numbers and letters are written in Locale.ROOT, wherever the machine stands. */
  @Test
  void nobodyFormatsInTheLocaleOfTheMachine() {
    noDefaultLocale(resideInAPackage("org.cusp..")).check(MAIN);
    JavaClasses here = new ClassFileImporter().importClasses(InTheLocaleOfTheMachine.class);
    assertThat(noDefaultLocale(DescribedPredicate.alwaysTrue()).evaluate(here).getFailureReport())
        .matches(report -> report.getDetails().size() == 2);
  }

  private record InTheLocaleOfTheMachine(int number) {
    String text() {
      return "%d".formatted(number) + "I".toLowerCase();
    }
  }

  /** See {@link Signatures}. */
  @Test
  void argumentListsAreShort() {
    assertThat(Signatures.faults(MAIN)).isEmpty();
    JavaClasses here = new ClassFileImporter().importClasses(Seven.class, SevenTwice.class);
    assertThat(Signatures.faults(here))
        .satisfiesExactly(
            fault -> assertThat(fault).contains("Seven of 7 is made in Seven", "SevenTwice:"),
            fault -> assertThat(fault).contains("SevenTwice.sum takes 7"));
  }

  record Seven(int a, int b, int c, int d, int e, int f, int g) {
    Seven next() {
      return new Seven(a + 1, b, c, d, e, f, g);
    }
  }

  private record SevenTwice(Seven seven) {
    public static int sum(int a, int b, int c, int d, int e, int f, int g) {
      return a + b + c + d + e + f + new Seven(a, b, c, d, e, f, g).next().a();
    }
  }

  /** See {@link Registries}: an open door that the table does not show is closed. */
  @Test
  void contributingNamesEveryRegistry() throws IOException {
    String text = Files.readString(Path.of("CONTRIBUTING.md"));
    assertThat(Registries.faults(MAIN, text)).isEmpty();
    assertThat(Registries.unmarked(MAIN)).isEmpty();
    String wrong =
        text.replace("`sampler.Samplers`", "`sampler.List`").replace("| a layer |", "| |");
    assertThat(Registries.faults(MAIN, wrong))
        .anyMatch(fault -> fault.contains("no row 'a sampler' leads to"))
        .anyMatch(fault -> fault.contains("there is no sampler.List"))
        .anyMatch(fault -> fault.contains("no row 'a layer'"));
    JavaClasses here = new ClassFileImporter().importClasses(Unmarked.class, Sampler.class);
    assertThat(Registries.unmarked(here)).singleElement().asString().endsWith("Unmarked.ALL");
  }

  private static final class Unmarked {
    static final List<Sampler> ALL = List.of();
  }

  /** A rule that cannot fail proves nothing: here are two that must. */
  @Test
  void theRulesCanFail() {
    ArchRule upward =
        noClasses()
            .that(resideInAPackage(packageOf("cli")))
            .should()
            .dependOnClassesThat(resideInAPackage(packageOf("run")));
    assertThat(upward.evaluate(MAIN).hasViolation()).isTrue();
    ArchRule tensors =
        noClasses()
            .that(resideInAPackage(packageOf("tensor")))
            .should()
            .dependOnClassesThat(resideInAnyPackage(TENSOR_LIBRARIES));
    assertThat(tensors.evaluate(MAIN).hasViolation()).isTrue();
    assertThat(MAIN.contain("org.cusp.cli.Cusp")).isTrue();
  }
}
