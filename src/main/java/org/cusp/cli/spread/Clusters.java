package org.cusp.cli.spread;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.contract.Registry;

/** The clusters that there are classes for. A build has those whose libraries it was made with. */
@Registry("a cluster (`--on`)")
public final class Clusters {
  /**
   * One by name: its class is compiled only in the Maven profile that has its libraries.
   *
   * @param profile of Maven
   */
  private record Known(String name, String type, String profile) {}

  private static final List<Known> ALL =
      List.of(new Known("spark", "org.cusp.spark.SparkCluster", "spark"));

  private Clusters() {}

  /**
   * The cluster of this name.
   *
   * @throws InvalidInput where there is none, or this build has not its libraries
   */
  public static Cluster named(String name) {
    List<String> names = ALL.stream().map(Known::name).toList();
    Known known =
        ALL.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> Nearest.unknown("cluster (--on)", name, names));
    try {
      return (Cluster) Class.forName(known.type()).getConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new InvalidInput(
          "--on "
              + name
              + ": this build of Cusp has not its libraries; 'mvn -q -P"
              + known.profile()
              + " -DskipTests package' in the folder of Cusp fetches them, once",
          e);
    }
  }
}
