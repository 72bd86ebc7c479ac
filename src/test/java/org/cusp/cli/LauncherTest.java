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

  /** What the launcher leaves out is said by the commands; the other commands keep it. */
  @Test
  void theCommandsSayWhatTheyDoWithout() {
    assertThat(LauncherList.lines())
        .contains("exact tensors_and_compiler", "spectrum tensors")
        .noneMatch(line -> line.startsWith("llc "));
  }
}
