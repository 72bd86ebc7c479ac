package org.cusp.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SecurityManager;
import org.apache.spark.SecurityManager$;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.util.Utils;
import org.cusp.cli.spread.Cluster.Access;
import org.cusp.cli.spread.Job;
import org.cusp.contract.InvalidInput;
import org.cusp.train.Build;
import scala.Option;

/** Comes to a cluster with Cusp's settings, or says why it cannot. */
final class SparkStart {
  private static final String MASTER = "spark.master";
  private static final String HERE = "local[*]";
  private static final Pattern LOCAL = Pattern.compile("local\\[(\\d{1,4}|\\*)(,\\d+)?]");
  private static final Pattern STANDALONE = Pattern.compile("spark://[^:/,]+:\\d{1,5}");

  /** Until a master has answered. */
  private static final String ANSWER = "10s";

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
    if (STANDALONE.matcher(master).matches()) {
      requireAnswer(master, conf);
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

  /** Asks as a driver does; Spark itself would ask for a minute, and then give no reason. */
  private static void requireAnswer(String master, SparkConf conf) {
    SparkConf brief = conf.clone().setIfMissing("spark.rpc.lookupTimeout", ANSWER);
    SecurityManager security =
        new SecurityManager(
            brief, Option.empty(), SecurityManager$.MODULE$.$lessinit$greater$default$3());
    String here = Utils.localCanonicalHostName();
    RpcEnv asking = RpcEnv.create("cuspAsks", here, 0, brief, security, true);
    try {
      asking.setupEndpointRef(RpcAddress.fromSparkURL(master), Master.ENDPOINT_NAME());
    } catch (Exception e) {
      throw silent(master, e);
    } finally {
      asking.shutdown();
    }
  }

  private static InvalidInput silent(String master, Exception e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String why = String.valueOf(first.getMessage()).lines().findFirst().orElse("");
    return new InvalidInput(
        "--master " + master + ": no master of Spark answers there (" + why + ")", e);
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

  private static SparkContext started(SparkConf conf, String master) {
    try {
      return new SparkContext(conf);
    } catch (Exception e) {
      throw new InvalidInput("--master " + master + ": " + e.getMessage(), e);
    }
  }
}
