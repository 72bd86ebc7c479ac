package org.cusp.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An emulated card: the libraries of CUDA, made by g++, for Java processes that are started here.
 */
final class Emulator {
  private static final Path SOURCES = Path.of("src/test/resources/org/cusp/tensor/cuda");

  private final Path folder;

  private Emulator(Path folder) {
    this.folder = folder;
  }

  /** What a process said and how it ended. */
  record Ended(int code, String out) {}

  /** Builds the libraries in an empty folder; the test is skipped where there is no compiler. */
  static Emulator in(Path folder) throws IOException, InterruptedException {
    assumeTrue(runs("g++", "--version"), "g++ is missing: the emulated card cannot be built");
    assumeTrue(runs("nm", "--version"), "nm is missing: the emulated card cannot be built");
    Path glue = Files.createDirectories(folder.resolve("glue"));
    for (String name : new String[] {"libjnicudart.so", "libjnicublas.so", "libjninvrtc.so"}) {
      String resource = "/org/bytedeco/cuda/linux-x86_64/" + name;
      try (InputStream in = Emulator.class.getResourceAsStream(resource)) {
        assumeTrue(in != null, "the bindings of CUDA are not for this system");
        Files.copy(in, glue.resolve(name));
      }
    }
    Path libraries = Files.createDirectories(folder.resolve("libraries"));
    Ended built =
        ended(
            new ProcessBuilder(
                "bash",
                SOURCES.resolve("emulator.sh").toString(),
                libraries.toString(),
                glue.toString()));
    assertThat(built.code()).as(built.out()).isZero();
    return new Emulator(libraries);
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return ended(new ProcessBuilder(command)).code() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** A Java process that finds the emulated card. */
  Ended java(Map<String, String> environment, String type, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx1g",
                "-D" + CubinCache.FOLDER + "=" + folder.resolve("cubin"),
                "-cp",
                System.getProperty("java.class.path"),
                type));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CUSP_EMULATOR", folder.toString());
    builder.environment().put(CudaLibraries.VARIABLE, folder.toString());
    builder.environment().put("LD_LIBRARY_PATH", folder.toString());
    builder.environment().putAll(environment);
    return ended(builder);
  }

  private static Ended ended(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile("emulator", ".log");
    try {
      Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
      boolean over = process.waitFor(5, TimeUnit.MINUTES);
      process.destroyForcibly();
      String said = Files.readString(out, StandardCharsets.UTF_8);
      assertThat(over).as(said).isTrue();
      return new Ended(process.exitValue(), said);
    } finally {
      Files.delete(out);
    }
  }
}
