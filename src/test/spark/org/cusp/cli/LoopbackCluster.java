package org.cusp.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark: a master and two workers with a core each, in processes of their
 * own on loopback addresses. They have the jars that Spark's own distribution has, none of Cusp.
 */
final class LoopbackCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.";
  private static final int WORKERS = 2;
  private static final int PATIENCE_SECONDS = 40;

  /** What Cusp brings, and the tests. */
  private static final Pattern NOT_OF_SPARK =
      Pattern.compile(
          "nd4j|bytedeco|hipparchus|picocli|fastcsv|xchart|vectorgraphics|progressbar|jmh|jopt|jna|"
              + "dataformat-yaml|snakeyaml|junit|assertj|byte-buddy|archunit|opentest|apiguardian|"
              + "surefire|slf4j-nop",
          Pattern.CASE_INSENSITIVE);

  private final Path folder;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  /** Returns when both workers have come to their master. */
  LoopbackCluster(Path folder) throws Exception {
    this.folder = folder;
    this.port = freePort();
    Path jars = Files.createDirectories(folder.resolve("home/jars"));
    for (String name : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(name);
      if (name.endsWith(".jar") && !NOT_OF_SPARK.matcher(name).find()) {
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
    }
    start(1, "master.Master", "--port", Integer.toString(port));
    await(this::answers);
    for (int i = 1; i <= WORKERS; i++) {
      Path work = folder.resolve("work-" + i);
      start(
          i,
          "worker.Worker",
          "--cores",
          "1",
          "--memory",
          "600m",
          "--work-dir",
          work.toString(),
          master());
      await(() -> Files.isDirectory(work));
    }
  }

  String master() {
    return "spark://" + HOST + "1:" + port;
  }

  private void start(int host, String type, String... words) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("src/main/spark/java.flags").toAbsolutePath(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder.resolve("home/jars") + "/*",
                "org.apache.spark.deploy." + type,
                "--host",
                HOST + host,
                "--webui-port",
                "0"));
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("process-" + processes.size() + ".txt").toFile());
    builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", HOST + host);
    processes.add(builder.start());
  }

  /** The executors of a worker, numbered from 1. */
  List<ProcessHandle> executors(int worker) {
    return processes.get(worker).descendants().toList();
  }

  /** Ends a worker and its executors at once. */
  void kill(int worker) {
    List<ProcessHandle> executors = executors(worker);
    processes.get(worker).destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(HOST + "1", port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A question that is asked until the answer is yes. */
  interface Question {
    boolean isSo() throws IOException;
  }

  static void await(Question question) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!question.isSo()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited for " + PATIENCE_SECONDS + " s");
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    for (int i = 1; i < processes.size(); i++) {
      kill(i);
    }
    processes.get(0).destroyForcibly();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path log : all.filter(file -> file.toString().endsWith(".txt")).toList()) {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
