package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images of more bytes than the heap are trained on and evaluated, with the bits of a process that
 * has them in memory; with {@code -Dcusp.larger=true} sampled too.
 */
class DataLargerThanMemoryTest {
  /** Its look at w* goes through all data some sixty times: five minutes, on request. */
  private static final boolean SAMPLES = Boolean.getBoolean("cusp.larger");

  private static final int N = 92_000;
  private static final int PIXELS = SAMPLES ? 600 : 300;
  private static final int CLASSES = 4;

  /** An LLC holds some numbers of each datum beside: losses, and the order of batches. */
  private static final int HEAP = (SAMPLES ? 50 : 26) << 20;

  private static final String LLC =
      "llc RUN --threads 1 --sampler sgld --batch 64 --chains 1 --draws 20 --burn-in 10"
          + " --step 1e-6 --gamma 10 --json";

  @TempDir private Path folder;

  private static void npy(Path file, String shape, IntFunction<byte[]> rows) throws IOException {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }\n";
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
      out.write(new byte[] {(byte) header.length(), 0});
      out.write(header.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < N; i++) {
        out.write(rows.apply(i));
      }
    }
  }

  /** A quarter of the pixels says which class it is; none is 0. */
  private static byte[] image(int row) {
    byte[] pixels = new byte[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      int own = i * CLASSES / PIXELS == row % CLASSES ? 100 : 0;
      pixels[i] = (byte) (1 + own + (row * 31 + i * 17) % 60);
    }
    return pixels;
  }

  /** What a process does: trains, evaluates and, where it is asked for, samples. */
  public static void main(String[] given) {
    PrintWriter out = new PrintWriter(System.out, true);
    String run = given[1];
    int trained = Cusp.run(out, out, "train", given[0], "--out", run, "--threads", "1");
    int measured = Cusp.run(out, out, "kl", run, "--threads", "1", "--json");
    int sampled = given.length == 2 ? 0 : Cusp.run(out, out, LLC.replace("RUN", run).split(" "));
    System.exit(Math.max(measured, Math.max(trained, sampled)));
  }

  private String process(String heap, Path spec, Path run) throws Exception {
    Path said = folder.resolve(run.getFileName() + ".txt");
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                // As the launcher has it: what lies outside the heap is not counted.
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                DataLargerThanMemoryTest.class.getName(),
                spec.toString(),
                run.toString()));
    if (SAMPLES) {
      words.add("llc");
    }
    Process child =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = child.waitFor(SAMPLES ? 600 : 120, TimeUnit.SECONDS);
    child.destroyForcibly();
    assertThat(ended).as(Files.readString(said)).isTrue();
    assertThat(child.exitValue()).as(Files.readString(said)).isZero();
    return Files.readString(said);
  }

  /** Of all data, by kl. */
  private static double loss(String said) {
    String json = said.substring(said.indexOf("{" + System.lineSeparator()));
    return CommandRun.parsed(json).at("/results/0/measured/loss").asDouble();
  }

  private static JsonNode llc(Path run) throws IOException {
    Path file = run.resolve("llc").resolve("step-000040").resolve("estimate.json");
    return CommandRun.parsed(Files.readString(file)).get("llc");
  }

  @Test
  void haveTheBitsOfDataInMemory() throws Exception {
    npy(folder.resolve("x.npy"), "(" + N + ", " + PIXELS + ")", row -> image(row));
    npy(folder.resolve("y.npy"), "(" + N + ",)", row -> new byte[] {(byte) (row % CLASSES)});
    assertThat(Files.size(folder.resolve("x.npy"))).isGreaterThan(HEAP);
    Path spec =
        Files.writeString(
            folder.resolve("net.yaml"),
            """
            name: large
            data: {source: npy, x: x.npy, y: y.npy, scaling: divide 255}
            model: {type: mlp, widths: [%d, 3, 4]}
            train: {optimizer: adam, learningRate: 0.02, batch: 64, steps: 40, checkpoints: [40],
                    evaluateEvery: 40}
            """
                .formatted(PIXELS));
    Path small = folder.resolve("small");
    Path large = folder.resolve("large");
    String mapped = process("-Xmx" + HEAP, spec, small);
    String held = process(SAMPLES ? "-Xmx3g" : "-Xmx1g", spec, large);
    assertThat(mapped).contains("read from the file in blocks");
    assertThat(held).doesNotContain("in blocks");
    String checkpoint = "checkpoints" + File.separator + "step-000040.safetensors";
    assertThat(small.resolve(checkpoint)).hasSameBinaryContentAs(large.resolve(checkpoint));
    assertThat(loss(mapped)).isBetween(0.01, Math.log(CLASSES)).isEqualTo(loss(held));
    if (SAMPLES) {
      assertThat(llc(small)).isEqualTo(llc(large));
      assertThat(llc(small).get("value").asDouble()).isFinite();
    }
  }
}
