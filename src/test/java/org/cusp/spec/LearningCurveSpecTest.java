package org.cusp.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.spec.LearningCurveSpec.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveSpecTest {
  private static final String NETWORK =
      """
      data: {source: teacher, widths: [2, 3, 1], examples: 400, noise: 0.2, test: 100}
      model: {type: mlp, widths: [2, 4, 1], likelihood: gaussian, sigma: 0.2}
      """;

  @TempDir Path folder;

  private LearningCurveSpec read(String text) {
    Path file = folder.resolve("curve.yaml");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return SpecReader.learningCurve(file);
  }

  private void refused(String text, String... says) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInput.class)
        .message()
        .contains("curve.yaml")
        .contains(says)
        .doesNotContain("\n");
  }

  @Test
  void everyKeyIsRead() {
    LearningCurveSpec spec =
        read(
            NETWORK
                + """
                seed: 3
                learning-curve: {n: [20, 50], repeats: 4, methods: [map, sgd], widths: [2, 6],
                  depths: [1, 2], priorSd: 0.5, test: 9, starts: 2, budget: 3.5, llc: true}
                """);
    assertThat(spec.name()).isEqualTo("curve");
    assertThat(spec.seed()).isEqualTo(3);
    assertThat(spec.grid().n()).containsExactly(20, 50);
    assertThat(spec.grid().repeats()).isEqualTo(4);
    assertThat(spec.solving().methods()).containsExactly(Method.SGD, Method.MAP);
    assertThat(spec.grid().widths()).containsExactly(2, 6);
    assertThat(spec.grid().depths()).containsExactly(1, 2);
    assertThat(spec.gamma()).isEqualTo(4);
    assertThat(spec.solving().test()).isEqualTo(9);
    assertThat(spec.solving().starts()).isEqualTo(2);
    assertThat(spec.solving().budget()).isEqualTo(3.5);
    assertThat(spec.sgd().withLlc()).isTrue();
    assertThat(spec.model(6, 2).widths()).containsExactly(2, 6, 6, 1);
    // An ordinary reader passes over the section.
    assertThat(Spec.read(folder.resolve("curve.yaml")).seed()).isEqualTo(3);
  }

  @Test
  void aProblemNeedsNoNetwork() {
    LearningCurveSpec spec = read("learning-curve: {problem: 'tanh:hidden=2'}\n");
    assertThat(spec.problem()).contains("tanh:hidden=2");
    assertThat(spec.network()).isEmpty();
    assertThat(spec.solving().methods()).containsExactly(Method.values());
    assertThat(LearningCurveSpec.ofProblem("tanh:hidden=2", 1).facts()).isEqualTo(spec.facts());
  }

  @Test
  void mistakes() {
    refused(NETWORK, "section learning-curve is missing");
    refused(NETWORK + "learning-curve: {ns: [4]}\n", "unknown key in learning-curve 'ns'", "'n'");
    refused(NETWORK + "learning-curve: {methods: [sdg]}\n", "unknown method 'sdg'", "'sgd'");
    refused(NETWORK + "learning-curve: {n: [40, 20]}\n", "n must be increasing, got [40, 20]");
    refused(NETWORK + "learning-curve: {n: [3]}\n", "n must be in [4, inf), got 3");
    refused(NETWORK + "learning-curve: {llc: 3}\n", "llc must be true or false, got 3");
    refused(NETWORK + "learning-curve: {priorSd: 0}\n", "priorSd must be in (0, inf)");
    refused("learning-curve: {n: [4]}\n", "section data is missing");
    refused("learning-curve: {problem: 'tanh:hidden=2', depths: [1]}\n", "depths is for a network");
    refused(
        NETWORK.replace("noise: 0.2", "noise: 0") + "learning-curve: {}\n",
        "data.noise must be in (0, inf), got 0.0");
  }

  /**
   * Under the law itself the mean loss is the entropy ln(0.2 sqrt(2 pi e)) = -0.1904995, with
   * standard deviation 1/sqrt 2 a datum.
   */
  @Test
  void aTeacherKnowsItsLosses() {
    LearningCurveSpec spec = read(NETWORK + "learning-curve: {}\n");
    DataSpec data = spec.network().orElseThrow().data();
    LoadedData loaded = data.load(1, all -> {});
    assertThat(loaded.train().n()).isEqualTo(300);
    DataSet test = loaded.test().orElseThrow();
    for (DataSet part : List.of(loaded.train(), test)) {
      double mean = Arrays.stream(data.law().orElseThrow().losses(part)).average().orElseThrow();
      // Four standard errors: 1 false alarm in 8,000 seeds for the two.
      assertThat(mean).isCloseTo(-0.1904995, within(4 / Math.sqrt(2.0 * part.n())));
    }
    LearningCurveSpec scaled =
        read(
            NETWORK.replace("test: 100", "test: 100, scaling: standardise") + "learning-curve: {}");
    assertThat(scaled.network().orElseThrow().data().law()).isEmpty();
  }
}
