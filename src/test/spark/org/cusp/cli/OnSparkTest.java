package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pieces of an LLC as tasks of Spark, in this process and on a real standalone cluster whose
 * workers are stopped and killed: draws and estimates are those of one process, byte for byte.
 * Needs what {@code mvn -Pspark package} makes.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OnSparkTest {
  private static final String SPEC =
      """
      name: spread
      data: {source: digits, scaling: divide 16, limit: 300}
      model: {type: mlp, widths: [64, 6, 10]}
      train: {batch: 20, steps: 40, checkpoints: [0, 5, 10, 15, 20, 25, 30, 40]}
      """;

  private static final List<String> STEPS =
      List.of("000000", "000005", "000010", "000015", "000020", "000025", "000030", "000040");

  private static final Path JAR = Path.of("target/spark/cusp-spark.jar");

  @TempDir private static Path folder;
  private static Path trained;
  private static Path whole;
  private static LoopbackCluster cluster;

  @BeforeAll
  static void oneProcess() throws Exception {
    assertThat(JAR).exists();
    System.setProperty("cusp.home", Path.of("").toAbsolutePath().toString());
    Path spec = Files.writeString(folder.resolve("net.yaml"), SPEC);
    trained = folder.resolve("run");
    CommandRun.done("train", spec.toString(), "--out", trained.toString(), "--threads", "1");
    whole = copy("whole");
    assertThat(CommandRun.of(llc(whole, "--alone")).code()).isZero();
    cluster = new LoopbackCluster(Files.createDirectory(folder.resolve("cluster")));
  }

  @AfterAll
  static void end() {
    System.clearProperty("cusp.home");
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Path copy(String name) throws IOException {
    Path to = folder.resolve(name);
    try (Stream<Path> files = Files.walk(trained)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(trained.relativize(file).toString()));
      }
    }
    return to;
  }

  private static String[] llc(Path run, String... more) {
    List<String> settings =
        List.of("--sampler", "hmc", "--draws", "1200", "--chains", "2", "--seed", "4");
    List<String> words = new ArrayList<>(List.of("llc", run.toString()));
    words.addAll(settings);
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static String[] onCluster(Path run, String... more) {
    List<String> words =
        List.of(
            "--on=spark",
            "--master=" + cluster.master(),
            "--conf=spark.executor.memory=512m",
            "--conf=spark.driver.host=127.0.0.1",
            "--conf=spark.driver.bindAddress=127.0.0.1",
            "--conf=spark.executor.extraJavaOptions=-Dcusp.kept.every=0.1");
    return llc(run, CommandRun.join(words, more).toArray(String[]::new));
  }

  private static void requireSame(CommandRun done, Path run) throws IOException {
    assertThat(done.code()).as(done.err()).isZero();
    for (String step : STEPS) {
      Path draws = Path.of("llc", "step-" + step, "draws.npz");
      assertThat(run.resolve(draws)).hasBinaryContent(Files.readAllBytes(whole.resolve(draws)));
    }
    assertThat(done.out().lines().skip(3)).isEqualTo(printed());
  }

  private static List<String> printed() {
    return CommandRun.of(llc(whole, "--alone")).out().lines().skip(3).toList();
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(ints = {1, 2, 4})
  void tasksInThisProcess(int atOnce) throws Exception {
    Path run = copy("local-" + atOnce);
    requireSame(CommandRun.of(llc(run, "--on", "spark", "--master", "local[" + atOnce + "]")), run);
  }

  /** As a machine that swaps: the lock of its piece stays with it, and another is quicker. */
  @Test
  @Order(2)
  void aWorkerThatStandsStill() throws Exception {
    Path run = copy("stopped");
    CompletableFuture<CommandRun> done =
        CompletableFuture.supplyAsync(
            () ->
                CommandRun.of(
                    onCluster(
                        run,
                        "--conf=spark.speculation.minTaskRuntime=100ms",
                        "--conf=spark.speculation.interval=100ms",
                        "--conf=spark.speculation.quantile=0.2",
                        "--conf=spark.speculation.multiplier=1.1")));
    ProcessHandle executor = atWork(run, 2, done);
    signal("-STOP", executor);
    try {
      requireSame(done.get(40, TimeUnit.SECONDS), run);
    } finally {
      signal("-CONT", executor);
    }
  }

  @Test
  @Order(3)
  void aWorkerThatIsKilled() throws Exception {
    Path run = copy("killed");
    CompletableFuture<CommandRun> done =
        CompletableFuture.supplyAsync(() -> CommandRun.of(onCluster(run)));
    atWork(run, 1, done);
    cluster.kill(1);
    CommandRun result = done.get(40, TimeUnit.SECONDS);
    requireSame(result, run);
    assertThat(result.err()).contains("goes on after");
  }

  /** Its bits may be others. */
  @Test
  @Order(1)
  void executorsOfAnotherJavaAreRefused() throws Exception {
    Optional<Path> newer = otherJava();
    assumeTrue(newer.isPresent(), "no other Java beside this one");
    CommandRun refused =
        CommandRun.of(onCluster(copy("java"), "--conf=spark.executorEnv.JAVA_HOME=" + newer.get()));
    requireRefused(refused, "and here it is " + Runtime.version().feature());
    assertThat(refused.err()).contains("the executor on 127.0.0.");
  }

  /** Of 17 or newer, beside the one that runs. */
  private static Optional<Path> otherJava() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    String feature = "JAVA_VERSION=\"" + Runtime.version().feature() + ".";
    try (Stream<Path> all = Files.list(own.getParent())) {
      return all.filter(home -> Files.exists(home.resolve("release")))
          .filter(home -> Files.exists(home.resolve("bin/java")))
          .filter(home -> !text(home.resolve("release")).contains(feature))
          .filter(
              home ->
                  text(home.resolve("release"))
                      .matches("(?s).*JAVA_VERSION=\"(1[7-9]|[2-9]\\d)\\..*"))
          .findFirst();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireRefused(CommandRun run, String why) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains(why);
  }

  @Test
  @Order(1)
  void mastersThatAreNotThere() throws Exception {
    Path run = copy("no-master");
    requireRefused(
        CommandRun.of(llc(run, "--on=spark", "--master=spark://127.0.0.1:1")),
        "no master of Spark answers there");
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String master = "--master=spark://127.0.0.1:" + silent.getLocalPort();
      String[] words = {"--on=spark", master, "--conf=spark.rpc.lookupTimeout=2s"};
      requireRefused(CommandRun.of(llc(run, words)), "no master of Spark answers there");
    }
    requireRefused(
        CommandRun.of(llc(run, "--on=spark", "--master=sparc://somewhere")), "sparc://somewhere");
    requireRefused(
        CommandRun.of(llc(run, "--on=spark", "--master=local[2]", "--threads=3")),
        "--threads 3 for each task do not fit local[2]");
    assertThat(run.resolve("llc/step-000000")).doesNotExist();
  }

  /** The list of Spark itself is that of executors. */
  @Test
  @Order(1)
  void theDriverHasTheFlagsOfTheExecutors() throws Exception {
    List<String> flags = Files.readAllLines(Path.of("src/main/spark/java.flags"));
    List<String> known = List.of(JavaModuleOptions.defaultModuleOptions().split(" "));
    assertThat(known).containsAll(flags);
    assertThat(known.stream().filter(flag -> flag.startsWith("--add-opens")).toList())
        .isNotEmpty()
        .allMatch(flags::contains);
  }

  /** Waits until an executor of this worker is in the middle of a piece. */
  private static ProcessHandle atWork(Path run, int worker, CompletableFuture<CommandRun> command)
      throws Exception {
    List<ProcessHandle> found = new ArrayList<>();
    LoopbackCluster.await(
        () -> {
          assertThat(command).as(() -> command.join().toString()).isNotDone();
          for (ProcessHandle executor : cluster.executors(worker)) {
            if (hasPiece(run, executor)) {
              found.add(executor);
            }
          }
          return !found.isEmpty();
        });
    return found.get(0);
  }

  private static boolean hasPiece(Path run, ProcessHandle executor) {
    return STEPS.stream()
        .map(step -> run.resolve("llc/step-" + step))
        .anyMatch(
            piece -> {
              try {
                return Files.exists(piece.resolve("state.safetensors"))
                    && Files.readString(piece.resolve(".writing"))
                        .startsWith("process " + executor.pid() + " ");
              } catch (IOException e) {
                return false;
              }
            });
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
  }
}
