package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code cusp} in a project folder of its own: this build's classes and libraries, with
 * the mark of a finished build, so that nothing is built here.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path SCRIPT = Path.of("cusp").toAbsolutePath();
  private static final Path CLASSES = Path.of("target/classes").toAbsolutePath();
  private static final long SECONDS = 60;

  @TempDir Path folder;
  private Path elsewhere;
  private Path link;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void project() throws IOException {
    assumeTrue(
        Stream.of("/bin/bash", "/usr/bin/bash").anyMatch(bash -> new File(bash).canExecute()),
        "needs bash");
    assumeTrue(Files.isRegularFile(SCRIPT), "needs the project folder as working directory");
    Path home = Files.createDirectories(folder.resolve("a project"));
    Files.copy(SCRIPT, home.resolve("cusp"));
    assertThat(home.resolve("cusp").toFile().setExecutable(true)).isTrue();
    Files.createFile(home.resolve("pom.xml"));
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(home.resolve("src/jmh"));
    Files.createDirectories(home.resolve("target/classes"));
    writeLibrary(Files.createDirectories(home.resolve("target/lib")).resolve("all.jar"));
    Files.createFile(home.resolve("target/cusp.built"));
    Files.write(home.resolve("target/cusp.commands"), LauncherList.lines());

    // A relative link to an absolute one, called from a third place.
    Path links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("direct"), home.resolve("cusp"));
    link = Files.createSymbolicLink(links.resolve("cusp"), Path.of("direct"));
    elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
  }

  /** A jar without content that names this build's classes and libraries as its class path. */
  private static void writeLibrary(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    String classPath =
        Stream.concat(
                Stream.of(CLASSES),
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(path -> path.endsWith(".jar"))
                    .map(Path::of))
            .map(path -> path.toUri().toString())
            .collect(Collectors.joining(" "));
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return runIn(Map.of(), arguments);
  }

  private Ended runIn(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    List<String> command = Stream.concat(Stream.of(link.toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + SECONDS + " s");
    }
    return new Ended(process.exitValue(), text(out), text(err));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  @Test
  void passesTheArgumentsOnAndWritesNothing() throws Exception {
    Ended help = run("--help");
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("Usage: cusp");
    assertThat(help.code()).isZero();
    Ended exact = run("exact", "polynomial:'(y-x^2)^2+x^6'");
    assertThat(exact.err()).isEmpty();
    assertThat(exact.out()).startsWith("lambda = 2/3");
    assertThat(exact.code()).isZero();
    assertThat(Disk.contents(elsewhere)).hasSize(1);
  }

  @Test
  void passesExitCode2On() throws Exception {
    Ended wrong = run("exact", "rr:inputs=1");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err().lines()).hasSize(1).allMatch(line -> line.contains("'rrr'"));
  }

  /** The tensor libraries load, and say nothing on standard output beside the document. */
  @Test
  void jsonOfATensorCommandIsAlone() throws Exception {
    Ended llc =
        run(
            "llc",
            "dln:widths=1x1,n=10",
            "--draws",
            "8",
            "--chains",
            "2",
            "--json",
            "--threads",
            "1",
            "--require-trusted");
    assertThat(llc.code()).isEqualTo(3);
    assertThat(llc.err()).isEmpty();
    assertThat(llc.out()).startsWith("{").endsWith("}\n");
    assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readTree(llc.out()).get("n"))
        .hasToString("10");
  }

  /** The filter takes one line of Java's; the other lines of Java and of Cusp are all there. */
  @Test
  void onlyTheIncubatorWarningIsLeftOut() throws Exception {
    Ended wrong = runIn(Map.of("JAVA_TOOL_OPTIONS", "-Dcusp.said=yes"), "llc", "no such\nfile");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.equals("Picked up JAVA_TOOL_OPTIONS: -Dcusp.said=yes"))
        .anyMatch(line -> line.startsWith("cusp: no such\\nfile: no such checkpoint file"));
    Ended noJava = runIn(Map.of("CUSP_HEAP", "much"), "llc", "x");
    assertThat(noJava.code()).isEqualTo(1);
  }

  @Test
  void namesBeyondAsciiWorkInAnyLocale() throws Exception {
    Files.writeString(elsewhere.resolve("größe-λ.yaml"), "name: [");
    for (String locale : List.of("C", "POSIX", "C.UTF-8")) {
      Ended train = runIn(Map.of("LC_ALL", locale), "train", "größe-λ.yaml");
      assertThat(train.code()).isEqualTo(2);
      assertThat(train.err()).startsWith("cusp: größe-λ.yaml: is not valid YAML");
    }
  }

  /**
   * A Maven that takes a while, counts its calls and then does this to the folder that it is given.
   */
  private Map<String, String> maven(String then) throws IOException {
    Path home = folder.resolve("a project");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path mvn =
        Files.writeString(
            bin.resolve("mvn"),
            """
            #!/usr/bin/env bash
            echo called >>'%s/calls'
            for word in "$@"; do case $word in -Dbuild.folder=*) new=${word#*=} ;; esac; done
            sleep 1
            mkdir -p "$new/classes" "$new/lib"
            %s
            """
                .formatted(folder, then));
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    Files.delete(home.resolve("target/cusp.built"));
    Files.createFile(home.resolve("target/cusp.built"));
    Files.setLastModifiedTime(
        home.resolve("target/cusp.built"), java.nio.file.attribute.FileTime.fromMillis(1000));
    return Map.of("PATH", bin + File.pathSeparator + System.getenv("PATH"));
  }

  @Test
  void aFailedBuildLeavesTheLastOne() throws Exception {
    Map<String, String> failing = maven("echo broken; exit 1");
    Map<String, String> before = Disk.contents(folder.resolve("a project/target/lib"));
    Ended failed = runIn(failing, "exact", "rrr:inputs=6,outputs=6,hidden=4,rank=3");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("broken", "the build failed", "CUSP_BUILD=no");
    assertThat(Disk.contents(folder.resolve("a project/target/lib"))).isEqualTo(before);
    assertThat(folder.resolve("a project/target").toFile().list())
        .noneMatch(name -> name.startsWith("cusp.building"));
    Map<String, String> all = new java.util.HashMap<>(failing);
    all.put("CUSP_BUILD", "no");
    Ended old = runIn(all, "exact", "rrr:inputs=6,outputs=6,hidden=4,rank=3");
    assertThat(old.out()).startsWith("lambda = 15,  m = 2");
    assertThat(old.code()).isZero();
  }

  /** The second waits for the first; what the build took is said to Java, for the budget. */
  @Test
  void twoAtOnceBuildOnce() throws Exception {
    assumeTrue(new File("/usr/bin/flock").canExecute(), "needs flock");
    Path home = folder.resolve("a project");
    Map<String, String> building =
        new java.util.HashMap<>(
            maven(
                "cp target/lib/all.jar \"$new/lib/\"; cp target/lib/all.jar \"$new/cusp-1.jar\""));
    Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
    Files.writeString(java, "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    building.put("JAVA_HOME", folder.resolve("java").toString());
    ProcessBuilder second =
        new ProcessBuilder(home.resolve("cusp").toString(), "exact", "x")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("second.txt").toFile());
    second.environment().putAll(building);
    long begun = System.currentTimeMillis() / 1000;
    Process other = second.start();
    Ended first = runIn(building, "exact", "x");
    assertThat(other.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("calls")).hasContent("called");
    assertThat(home.resolve("target/lib/all.jar")).exists();
    assertThat(first.err() + text(folder.resolve("second.txt")))
        .contains("building", "waiting for a build");
    long said =
        first
            .out()
            .lines()
            .filter(line -> line.startsWith("-Dcusp.begun="))
            .mapToLong(line -> Long.parseLong(line.substring("-Dcusp.begun=".length())))
            .findFirst()
            .orElseThrow();
    assertThat(said).isBetween(begun + 1, System.currentTimeMillis() / 1000);
    // Nothing is built now: no time to leave out.
    assertThat(runIn(building, "exact", "x").out()).doesNotContain("cusp.begun");
  }

  /** What the launcher leaves out is said by the commands; the other commands keep it. */
  @Test
  void theCommandsSayWhatTheyDoWithout() {
    assertThat(LauncherList.lines())
        .contains("exact tensors_and_compiler", "spectrum tensors")
        .noneMatch(line -> line.startsWith("llc "));
  }
}
