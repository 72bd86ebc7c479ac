package org.cusp.spark;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.cusp.cli.spread.Cluster;
import org.cusp.cli.spread.Job;
import org.cusp.cli.spread.Outcome;
import org.cusp.cli.spread.Piece;
import org.cusp.contract.InvalidInput;
import scala.Function2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * Apache Spark: each piece is a task of one stage. Inputs, results and the state of unfinished
 * pieces lie in the run directory, which all machines see under the same path, so that an attempt
 * at a piece whose executor was lost goes on from what that one kept, and nothing but words and
 * names goes through the driver. Slow tasks are speculated; whichever attempt is first counts, and
 * all have the same bits.
 *
 * @see <a href="https://spark.apache.org/docs/latest/job-scheduling.html">Job scheduling</a>
 */
public final class SparkCluster implements Cluster {
  /** A cluster without room for a task is named after so long. */
  private static final int PATIENCE_SECONDS = 20;

  @Override
  public void run(Job job, Access access, Watcher watcher) {
    SparkContext context = SparkStart.of(job, access);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (JavaSparkContext spark = new JavaSparkContext(context)) {
      clock.schedule(() -> sayAlone(context, watcher), PATIENCE_SECONDS, TimeUnit.SECONDS);
      run(spark, job, watcher);
    } finally {
      clock.shutdownNow();
    }
  }

  /** The driver is one of those that Spark knows. */
  private static void sayAlone(SparkContext context, Watcher watcher) {
    if (!context.isLocal() && context.statusTracker().getExecutorInfos().length < 2) {
      watcher.note(
          "no executor has come yet: the cluster has no free cores, or none with the memory asked"
              + " for (--conf spark.executor.memory=1g)");
    }
  }

  private static void run(JavaSparkContext spark, Job job, Watcher watcher) {
    PieceTask task = new PieceTask(spark.broadcast(job.withoutPieces()));
    AtomicReference<Outcome> refused = new AtomicReference<>();
    Consumer<Outcome> each =
        outcome -> {
          if (outcome.refusal().isEmpty()) {
            watcher.done(outcome);
          } else if (refused.compareAndSet(null, outcome)) {
            spark.cancelAllJobs();
          }
        };
    try {
      collect(spark, job.pieces(), task, each);
    } catch (Exception e) {
      throw refused.get() == null ? failure(e) : refusal(refused.get());
    }
    if (refused.get() != null) {
      throw refusal(refused.get());
    }
  }

  /** One partition for each piece; each outcome is told when it comes. */
  private static void collect(
      JavaSparkContext spark, List<Piece> pieces, PieceTask task, Consumer<Outcome> each) {
    RDD<Piece> rdd = spark.parallelize(pieces, pieces.size()).rdd();
    Function2<Object, Outcome, BoxedUnit> handler =
        (number, outcome) -> {
          each.accept(outcome);
          return BoxedUnit.UNIT;
        };
    Seq<Object> all =
        CollectionConverters.asScala(
                IntStream.range(0, pieces.size()).mapToObj(i -> (Object) i).toList())
            .toSeq();
    spark.sc().runJob(rdd, task, all, handler, ClassTag$.MODULE$.apply(Outcome.class));
  }

  /** Spark has tried it several times; what each attempt said last is in the message. */
  private static RuntimeException failure(Exception e) {
    if (e.getCause() instanceof InvalidInput input) {
      return new InvalidInput("on the cluster: " + input.getMessage(), e);
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("SparkContext was shut down")) {
      return new InvalidInput(
          "the cluster ended the job: its executors could not be started, or somebody ended it"
              + " (the logs of its workers and its master say which)",
          e);
    }
    if (message.contains("ClassNotFoundException: org.cusp")) {
      return new InvalidInput(
          "the executors have no Cusp: 'mvn -q -Pspark -DskipTests package' makes the jar that goes"
              + " to them (target/spark/cusp-spark.jar)",
          e);
    }
    if (message.contains("InvalidClassException") || message.contains("local class incompat")) {
      return new InvalidInput(
          "the executors are of another version of Spark, Java or Cusp than "
              + SparkStart.versions()
              + " here",
          e);
    }
    return e instanceof SparkException
        ? new InvalidInput("on the cluster: " + message.lines().findFirst().orElse(""), e)
        : new IllegalStateException(e);
  }

  private static InvalidInput refusal(Outcome outcome) {
    return new InvalidInput(
        "the executor on "
            + outcome.where()
            + " has "
            + outcome.refused()
            + ": all machines of a cluster must have the same, or bits differ");
  }
}
