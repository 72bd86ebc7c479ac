package org.cusp.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.cusp.model.Mlp;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;
import org.cusp.model.RestrictedModel;
import org.cusp.model.Restriction;
import org.cusp.model.TensorPattern;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultGammaTest {
  private static final List<Integer> WIDTHS = List.of(6, 20, 10, 4);

  private static Model classifier() {
    return new Mlp(WIDTHS, Activation.TANH, new Likelihood.Categorical(4));
  }

  private static Model regression() {
    return new Mlp(WIDTHS, Activation.TANH, new Likelihood.Gaussian(4, 0.5));
  }

  /** All entries N(0, 1), biases too. */
  private static double[] ordinary(Model model) {
    double[] w = new double[model.size()];
    RandomStream.of(3, Purpose.START, 0).normals(0, 0, w, w.length);
    return w;
  }

  private static double plain(double[] w) {
    double squares = 0;
    for (double x : w) {
      squares += x * x;
    }
    return w.length / squares;
  }

  private static ParamSpace.Tensor tensor(Model model, String name) {
    return model.parameters().tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double[] shifted(double[] w, ParamSpace.Tensor tensor, double by) {
    double[] moved = w.clone();
    for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
      moved[i] += by;
    }
    return moved;
  }

  /** To the last bit: stored results of such models stay what they were. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dln:widths=10x10x10x10,rank=3,n=100",
        "dln:widths=12x9x7x11,rank=4,n=100",
        "rrr:inputs=6,outputs=6,hidden=4,rank=3,n=100",
        "tms:gon=5,n=100",
        "conjugate:dimension=3,n=10"
      })
  void problemsKeepTheirGamma(String text) {
    Problem problem = Problems.parse(text, 1);
    assertThat(DefaultGamma.of(problem.model(), problem.truth())).isEqualTo(plain(problem.truth()));
  }

  @Test
  void anOrdinaryNetworkIsCountedWhole() {
    double[] w = ordinary(classifier());
    assertThat(DefaultGamma.of(classifier(), w)).isEqualTo(plain(w));
    double[] initial = classifier().initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    assertThat(DefaultGamma.of(classifier(), initial)).isEqualTo(plain(initial));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1, 30, 1e3, 1e6, 1e12, -1e6})
  void aConstantAddedToTheTargetsOfARegressionChangesNothing(double offset) {
    Model model = regression();
    double[] w = ordinary(model);
    double[] moved = shifted(w, tensor(model, "layers.2.bias"), offset);
    assertThat(DefaultGamma.of(model, moved)).isEqualTo(DefaultGamma.of(model, w));
  }

  @ParameterizedTest
  @CsvSource({
    "layers.0.bias, 1e3",
    "layers.1.bias, -1e6",
    "layers.2.bias, 1e4",
    "layers.2.weight, 1e3",
    "layers.1.bias, 1e9"
  })
  void oneLargeTensorOfAClassifierIsLeftOut(String name, double offset) {
    double[] w = ordinary(classifier());
    ParamSpace.Tensor large = tensor(classifier(), name);
    double found = DefaultGamma.of(classifier(), shifted(w, large, offset));
    double[] others = shifted(w, large, 0);
    Arrays.fill(others, large.offset(), large.offset() + large.size(), 0);
    assertThat(found)
        .isCloseTo(plain(others) * (w.length - large.size()) / w.length, within(1e-12));
    assertThat(found).isBetween(0.7, 1.4);
  }

  @Test
  void severalLargeTensorsOfDifferentScalesAreLeftOut() {
    double[] w = ordinary(classifier());
    for (String name : List.of("layers.0.bias", "layers.1.bias", "layers.2.bias")) {
      w = shifted(w, tensor(classifier(), name), name.contains("1") ? 1e9 : 1e4);
    }
    assertThat(DefaultGamma.of(classifier(), w)).isBetween(0.7, 1.4);
  }

  /** Half of w* in one tensor is what the network consists of, not an outlier. */
  @Test
  void aLargeTensorOfManyParametersIsKept() {
    double[] w = shifted(ordinary(classifier()), tensor(classifier(), "layers.1.weight"), 100);
    assertThat(DefaultGamma.of(classifier(), w)).isEqualTo(plain(w));
  }

  @Test
  void tensorsThatAreZeroDoNotSetTheScale() {
    double[] w = new double[classifier().size()];
    assertThat(DefaultGamma.of(classifier(), w)).isEqualTo(1);
    double[] biased = shifted(w, tensor(classifier(), "layers.1.bias"), 2);
    assertThat(DefaultGamma.of(classifier(), biased)).isEqualTo(0.25);
    double[] offset = shifted(new double[w.length], tensor(regression(), "layers.2.bias"), 1e6);
    assertThat(DefaultGamma.of(regression(), offset)).isEqualTo(1);
  }

  @Test
  void restrictionsShareOneGammaUnlessTheyAreOfAnotherScale() {
    Model model = classifier();
    double[] w = ordinary(model);
    assertThat(restricted(model, w)).isEqualTo(plain(w));
    double[] frozenLarge = shifted(w, tensor(model, "layers.1.weight"), 1e4);
    assertThat(restricted(model, frozenLarge)).isBetween(0.7, 1.4);
  }

  /** Free: the first layer. */
  private static double restricted(Model model, double[] w) {
    Restriction first = Restriction.matching(model.parameters(), TensorPattern.list("layers.0"));
    RestrictedModel part = RestrictedModel.of(model, first, w);
    return DefaultGamma.of(model, w, part, part.fromWhole(w));
  }
}
