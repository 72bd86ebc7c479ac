package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samplers by name, their defaults, and what they refuse. */
class SamplersTest {
  static java.util.stream.Stream<String> names() {
    return Samplers.stochasticNames().stream();
  }

  @Test
  void namesAreThoseOfTheCommandLine() {
    assertThat(Samplers.stochasticNames())
        .containsExactly("sgld", "rmsprop-sgld", "adam-sgld", "sghmc", "sgnht");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameGivesTheSamplerOfThisNameAndStepSize(String name) {
    StochasticSampler sampler = Samplers.stochastic(name, 0.25);
    assertThat(sampler.name()).isEqualTo(name);
    assertThat(sampler.stepSize()).isEqualTo(0.25);
    assertThat(sampler.settings()).containsEntry("stepSize", 0.25);
    assertThat(sampler.withStepSize(0.5)).isEqualTo(Samplers.stochastic(name, 0.5));
  }

  @Test
  void defaultsAreThoseOfTheRecords() {
    assertThat(Samplers.stochastic("sgld", 0.25)).isEqualTo(new Sgld(0.25));
    assertThat(Samplers.stochastic("rmsprop-sgld", 0.25))
        .isEqualTo(new RmsPropSgld(0.25, 0.99, 0.1));
    assertThat(Samplers.stochastic("adam-sgld", 0.25))
        .isEqualTo(new AdamSgld(0.25, 0.9, 0.99, 0.1));
    assertThat(Samplers.stochastic("sghmc", 0.25)).isEqualTo(new Sghmc(0.25, 0.1));
    assertThat(Samplers.stochastic("sgnht", 0.25)).isEqualTo(new Sgnht(0.25, 0.1, 0.005));
    assertThat(Samplers.defaultsOf("sgld")).isEmpty();
    assertThat(Samplers.defaultsOf("sgnht")).isEqualTo(Map.of("friction", 0.1, "response", 0.005));
  }

  @Test
  void settingsReplaceDefaultsByName() {
    assertThat(Samplers.stochastic("adam-sgld", 0.25, Map.of("beta1", 0.5, "stabiliser", 2.0)))
        .isEqualTo(new AdamSgld(0.25, 0.5, 0.99, 2));
    assertThat(Samplers.stochastic("sgnht", 0.25, Map.of("response", 0.5)))
        .isEqualTo(new Sgnht(0.25, 0.1, 0.5));
  }

  @Test
  void unknownWordsNameTheNearest() {
    assertThatThrownBy(() -> Samplers.stochastic("sghmd", 0.1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("did you mean 'sghmc'");
    assertThatThrownBy(() -> Samplers.stochastic("sghmc", 0.1, Map.of("fricton", 1.0)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("setting of sghmc 'fricton': did you mean 'friction'");
    assertThatThrownBy(() -> Samplers.stochastic("sgld", 0.1, Map.of("friction", 1.0)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("sgld has none beside its step size");
    assertThatThrownBy(() -> Samplers.stochastic("sghmc", 0.1, Map.of("stepSize", 1.0)))
        .isInstanceOf(InvalidInput.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-3, Double.NaN, Double.POSITIVE_INFINITY})
  void whatMustBePositiveIs(double value) {
    for (String name : Samplers.stochasticNames()) {
      assertThatThrownBy(() -> Samplers.stochastic(name, value))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("step must be in (0, inf)");
    }
    for (String setting : new String[] {"friction", "response"}) {
      assertThatThrownBy(() -> Samplers.stochastic("sgnht", 1, Map.of(setting, value)))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining(setting + " must be in (0, inf)");
    }
    assertThatThrownBy(() -> new Sghmc(1, value)).hasMessageContaining("friction");
    assertThatThrownBy(() -> new RmsPropSgld(1, 0.9, value)).hasMessageContaining("stabiliser");
    assertThatThrownBy(() -> new AdamSgld(1, 0.9, 0.9, value)).hasMessageContaining("stabiliser");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void decaysAreBelowOne(double value) {
    assertThatThrownBy(() -> new RmsPropSgld(1, value, 0.1)).hasMessageContaining("beta2 must be");
    assertThatThrownBy(() -> new AdamSgld(1, value, 0.9, 0.1))
        .hasMessageContaining("beta1 must be");
    assertThatThrownBy(() -> new AdamSgld(1, 0.9, value, 0.1))
        .hasMessageContaining("beta2 must be");
  }
}
