package org.cusp.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.stream.Stream;
import org.cusp.problem.ProblemFamily;
import org.cusp.problem.Problems;
import org.cusp.run.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A stored estimate answers for its own model alone, in whatever process it is asked. */
class InputsTest {
  static Stream<String> examples() {
    return Problems.FAMILIES.stream().map(ProblemFamily::example);
  }

  /** An object's address in memory would differ between processes, and may agree between models. */
  @ParameterizedTest
  @MethodSource("examples")
  void theTextOfAModelIsItsContent(String problem) {
    Inputs inputs = inputs(problem);
    assertEquals(inputs, inputs(problem));
    assertFalse(inputs.model().contains("@"), inputs.model());
    assertFalse(inputs.model().contains("$Lambda"), inputs.model());
  }

  /** The data of all these are the same, since the true slope is 0, and so is w*. */
  @ParameterizedTest
  @CsvSource({
    "monomial:powers=2x2, monomial:powers=1x3",
    "monomial:powers=1x2, monomial:powers=2x1",
    "normal-mean:powers=1x2, normal-mean:powers=2x1",
    "normal-mean:powers=1x2, 'normal-mean:powers=1x2,h=1'"
  })
  void modelsOfOtherPowersAreOthers(String a, String b) {
    assertNotEquals(inputs(a), inputs(b));
  }

  private static Inputs inputs(String problem) {
    Target target = Target.ofProblem(problem, 1);
    return Inputs.of(target, target.train().fingerprint(), target.points().get(0).weights().get());
  }
}
