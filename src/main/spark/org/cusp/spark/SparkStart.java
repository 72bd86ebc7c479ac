package org.cusp.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.cusp.cli.spread.Cluster.Access;
import org.cusp.cli.spread.Job;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Message;
import org.cusp.train.Build;

/** Comes to a cluster with Cusp's settings, or says why it cannot. */
final class SparkStart {
  private static final String MASTER = "spark.master";
  private static final String HERE = "local[*]";
  private static final Pattern LOCAL = Pattern.compile("local\\[(\\d{1,4}|\\*)(,\\d+)?]");
  private static final Pattern STANDALONE = Pattern.compile("spark://([^:/,]+):(\\d{1,5})");

  /** Until a master has answered. */
  private static final int ANSWER_SECONDS = 18;

  private static final int CONNECT_MILLIS = 5000;

  /** Of an executor; what opens Java's modules Spark adds itself. */
  private static final String FLAGS =
      "-Djava.awt.headless=true -Dorg.bytedeco.javacpp.maxPhysicalBytes=0";

  private static final String EXECUTOR_FLAGS = "spark.executor.extraJavaOptions";

  private SparkStart() {}

  /**
   * A context.
   *
   * @throws InvalidInput where the master does not answer, or there is none of that name
   */
  static SparkContext of(Job job, Access access) {
    SparkConf conf = conf(job, access);
    String master = conf.get(MASTER);
    Matcher standalone = STANDALONE.matcher(master);
    if (standalone.matches()) {
      requireAnswer(master, standalone.group(1), Integer.parseInt(standalone.group(2)));
    } else {
      requireRoom(master, job.threads());
    }
    return started(conf, master);
  }

  /** Of this process. */
  static String versions() {
    return "Spark "
        + org.apache.spark.package$.MODULE$.SPARK_VERSION()
        + ", Java "
        + Runtime.version().feature()
        + ", Cusp "
        + Build.THIS.version();
  }

  /** What the user or spark-submit says stands. */
  static SparkConf conf(Job job, Access access) {
    SparkConf conf = new SparkConf();
    access.master().ifPresent(conf::setMaster);
    access.settings().forEach(one -> conf.set(one.split("=", 2)[0], one.split("=", 2)[1]));
    conf.setIfMissing(MASTER, HERE);
    conf.setIfMissing("spark.app.name", "cusp " + job.words().get(0));
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.task.cpus", Integer.toString(job.threads()));
    conf.setIfMissing("spark.speculation", "true");
    conf.setIfMissing("spark.speculation.minTaskRuntime", "30s");
    // Each result is put away when it comes.
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    conf.set(EXECUTOR_FLAGS, (FLAGS + " " + conf.get(EXECUTOR_FLAGS, "")).strip());
    if (!conf.get(MASTER).startsWith("local")) {
      jar().ifPresent(file -> conf.setIfMissing("spark.jars", file.toString()));
    }
    return conf;
  }

  /** All of Cusp in one file, beside the folder of Spark's jars. */
  private static Optional<Path> jar() {
    return Optional.ofNullable(System.getProperty("cusp.home"))
        .map(home -> Path.of(home, "target", "spark", "cusp-spark.jar"))
        .filter(Files::exists);
  }

  private static void requireAnswer(String master, String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
    } catch (IOException | IllegalArgumentException e) {
      throw silent(master, e);
    }
  }

  private static InvalidInput silent(String master, Exception e) {
    String why = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
    return new InvalidInput("--master " + master + ": no master of Spark answers there" + why, e);
  }

  /** Spark would wait for ever. */
  private static void requireRoom(String master, int threads) {
    Matcher local = LOCAL.matcher(master);
    if (!local.matches()) {
      return;
    }
    int cores =
        local.group(1).equals("*")
            ? Runtime.getRuntime().availableProcessors()
            : Integer.parseInt(local.group(1));
    if (threads > cores) {
      throw new InvalidInput(
          "--threads "
              + threads
              + " for each task do not fit "
              + master
              + ", which has "
              + cores
              + " here");
    }
  }

  /** Spark itself gives up after a minute. */
  private static SparkContext started(SparkConf conf, String master) {
    CompletableFuture<SparkContext> made = new CompletableFuture<>();
    Thread maker =
        new Thread(
            () -> {
              try {
                made.complete(new SparkContext(conf));
              } catch (Throwable e) {
                // Scala throws what Java would have to declare.
                made.completeExceptionally(e);
              }
            },
            "cusp-spark-start");
    maker.setDaemon(true);
    maker.start();
    try {
      return made.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw silent(master, e);
    } catch (ExecutionException e) {
      throw new InvalidInput(
          "--master " + master + ": " + Message.of(String.valueOf(e.getCause().getMessage())), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent(master, e);
    }
  }
}
