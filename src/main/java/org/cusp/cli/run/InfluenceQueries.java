package org.cusp.cli.run;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.estimate.influence.InfluenceEstimator.Queries;
import org.cusp.estimate.influence.Phi;
import org.cusp.run.Target;
import org.cusp.run.TestData;

/**
 * Whose losses are asked about.
 *
 * @param queries for the estimator
 * @param data the queries; the target's own data where they are
 */
public record InfluenceQueries(Queries queries, DataSet data) {
  private static final String HELD_OUT = "test";

  /**
   * As typed.
   *
   * @param option that names the files
   * @param files data, or the word for what the target holds out; empty for its own data
   * @param rows numbers and ranges of them, joined by commas
   * @throws InvalidInput where there are no such data or rows
   */
  public static InfluenceQueries of(
      String option, Target target, Optional<String> files, Optional<String> rows) {
    Optional<DataSet> others = files.map(text -> data(option, target, text));
    DataSet all = others.orElse(target.train());
    if (rows.isEmpty()) {
      return new InfluenceQueries(others.map(Queries::of).orElse(Queries.OF_THEMSELVES), all);
    }
    int[] chosen = rows(rows.get(), all);
    DataSet some = all.subset(chosen);
    Queries queries =
        others.isPresent() ? Queries.of(some) : new Queries(Optional.of(some), chosen, Phi.LOSS);
    return new InfluenceQueries(queries, some);
  }

  /** About other than the loss. */
  public InfluenceQueries asking(Phi phi) {
    return new InfluenceQueries(queries.asking(phi, data), data);
  }

  private static DataSet data(String option, Target target, String text) {
    return text.equals(HELD_OUT)
        ? target
            .test()
            .orElseThrow(
                () ->
                    new InvalidInput(
                        option + " test: " + target.name() + " holds no data out; give files"))
        : TestData.given(option, target, text);
  }

  private static int[] rows(String text, DataSet data) {
    int[] rows =
        Arrays.stream(text.split(","))
            .flatMapToInt(part -> range(part.strip(), text, data))
            .distinct()
            .toArray();
    return rows;
  }

  private static IntStream range(String part, String text, DataSet data) {
    if (!part.matches("\\d{1,9}(-\\d{1,9})?")) {
      throw new InvalidInput(
          "--of must be numbers and ranges joined by commas, such as 3,17,20-29, got '"
              + text
              + "'");
    }
    String[] ends = part.split("-");
    int from = Integer.parseInt(ends[0]);
    int to = Integer.parseInt(ends[ends.length - 1]);
    if (to < from || to >= data.n()) {
      throw new InvalidInput(
          "--of " + part + ": must be rows from 0 to " + (data.n() - 1) + " of " + data.name());
    }
    return IntStream.rangeClosed(from, to);
  }
}
