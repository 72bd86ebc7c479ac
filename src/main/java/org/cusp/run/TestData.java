package org.cusp.run;

import java.util.Locale;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.problem.Problem;

/** Data that a posterior has not seen, as a command is given them. */
public final class TestData {
  /** Other data than the problem's own, whatever their seed. */
  private static final long FRESH = 0x7E57L << 40;

  private TestData() {}

  /**
   * The test data of a target: what is given here, else what the target itself holds out. Files go
   * through the scaling of the target's own data.
   *
   * @param text files as for {@code --data}; or a number, of fresh data drawn from a problem's law
   * @throws InvalidInput if the data do not fit the model
   */
  public static Optional<DataSet> of(Target target, Optional<String> text) {
    return text.isEmpty() ? target.test() : Optional.of(given("--test", target, text.get()));
  }

  /**
   * Data that fit a target's model, through the scaling of its own.
   *
   * @param option that named them
   * @param given files as for {@code --data}; or a number, of fresh data drawn from a problem's law
   * @throws InvalidInput if the data do not fit the model
   */
  public static DataSet given(String option, Target target, String given) {
    boolean fresh = given.matches("\\d+");
    DataSet test =
        fresh
            ? drawn(option, target, given)
            : DataArgument.read(option, given, target.model().likelihood());
    if (test.features() != target.model().inputs()) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s %s: has %d features, the model has %d inputs",
              option,
              given,
              test.features(),
              target.model().inputs()));
    }
    target.model().likelihood().requireFits(test);
    return fresh ? test : target.subject().scaling().apply(test);
  }

  private static DataSet drawn(String option, Target target, String number) {
    Problem problem =
        target
            .problem()
            .orElseThrow(
                () ->
                    new InvalidInput(
                        option
                            + " "
                            + number
                            + ": a number of fresh data is for a problem, whose law is known; give"
                            + " files"));
    int n =
        Check.inRange(option, number.length() > 9 ? -1 : Integer.parseInt(number), 2, 10_000_000);
    return problem.law().draw(n, target.llc().seed() ^ FRESH);
  }
}
