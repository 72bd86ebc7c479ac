package org.cusp.cli.options;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cusp.cli.spread.Cluster;
import org.cusp.contract.InvalidInput;
import picocli.CommandLine.Option;

/** Work as pieces that do not need each other, for any number of processes. */
public final class PieceOptions {
  private static final Pattern SHARE = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  @Option(
      names = "--plan",
      description = "List the pieces of the work, which of them are done, and do none.")
  public boolean plan;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description =
          "Do share I of N of the pieces; the same command without it (of llc 'cusp merge RUN') joins"
              + " them.")
  public String shard;

  @Option(
      names = "--on",
      paramLabel = "CLUSTER",
      description =
          "Have the pieces done by a cluster and join them: spark. Files must lie where all its"
              + " machines see them.")
  public String on;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Of the cluster: spark://HOST:7077, local[4] for tasks in this process (default: local[*],"
              + " or what spark-submit says).")
  private String master;

  @Option(
      names = "--conf",
      paramLabel = "NAME=VALUE",
      description = "A setting of the cluster, such as spark.executor.memory=4g; may be repeated.")
  private List<String> settings = List.of();

  /** How to come to the cluster. */
  public Cluster.Access access() {
    return new Cluster.Access(Optional.ofNullable(master), settings);
  }

  /** Whether the work is to be taken in pieces. */
  public boolean isAsked() {
    return plan || shard != null || on != null;
  }

  /**
   * Share number {@code index} of {@code count}: every {@code count}-th piece, so that all shares
   * have early and late ones. Which ones they are depends on nothing else.
   */
  public record Share(int index, int count) {
    /** Those of these that are of it. */
    public <T> List<T> of(List<T> pieces) {
      return IntStream.range(0, pieces.size())
          .filter(i -> i % count == index - 1)
          .mapToObj(pieces::get)
          .toList();
    }
  }

  /**
   * The share that is asked for.
   *
   * @throws InvalidInput where there is no such share
   */
  public Optional<Share> share() {
    checkCluster();
    if (shard == null) {
      return Optional.empty();
    }
    Matcher matcher = SHARE.matcher(shard);
    if (!matcher.matches()) {
      throw new InvalidInput("--shard: '" + shard + "' must be I/N, such as 1/4");
    }
    int index = Integer.parseInt(matcher.group(1));
    int count = Integer.parseInt(matcher.group(2));
    if (index < 1 || index > count) {
      throw new InvalidInput("--shard: there is no share " + index + " of " + count);
    }
    if (plan) {
      throw new InvalidInput("--shard does a share and --plan none: give one of them");
    }
    return Optional.of(new Share(index, count));
  }

  private void checkCluster() {
    if (on == null && (master != null || !settings.isEmpty())) {
      String option = master != null ? "--master" : "--conf";
      throw new InvalidInput(option + " is of a cluster: give --on spark too");
    }
    if (on != null && (plan || shard != null)) {
      String option = plan ? "--plan" : "--shard";
      throw new InvalidInput("--on has all pieces done: it does not go with " + option);
    }
    settings.stream()
        .filter(one -> one.indexOf('=') < 1)
        .findFirst()
        .ifPresent(
            one -> {
              throw new InvalidInput("--conf: '" + one + "' must be NAME=VALUE");
            });
  }
}
