package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samplers as they are typed, their settings, their first steps, and what they refuse. */
class SamplersTest {
  static Stream<Sampler> all() {
    return Samplers.ALL.stream();
  }

  @Test
  void namesAreThoseThatWereAlwaysThere() {
    assertThat(Samplers.names())
        .doesNotHaveDuplicates()
        .contains("hmc", "mala", "sgld", "rmsprop-sgld", "adam-sgld", "sghmc", "sgnht");
    assertThat(Samplers.stochasticNames()).isSubsetOf(Samplers.names()).doesNotContain("hmc");
  }

  /** What the command line, the listing and the stored results rely on. */
  @ParameterizedTest
  @MethodSource("all")
  void everySamplerDescribesItself(Sampler sampler) {
    assertThat(sampler.summary()).isNotBlank();
    assertThat(sampler.source()).containsPattern("(19|20)[0-9][0-9]");
    List<Setting> settings = sampler.parameters();
    assertThat(settings.get(0).key()).isEqualTo("step");
    assertThat(settings.stream().filter(s -> s.role() == Setting.Role.STEP)).hasSize(1);
    assertThat(settings).allSatisfy(s -> assertThat(s.meaning()).isNotBlank());
    assertThat(new HashSet<>(settings.stream().map(Setting::key).toList())).hasSameSizeAs(settings);
    assertThat(sampler.settings()).hasSameSizeAs(settings).containsKey("stepSize");
    assertThat(sampler.stepSize()).isEqualTo(settings.get(0).value());
  }

  /** Every setting reaches the sampler under its own key, and no other does. */
  @ParameterizedTest
  @MethodSource("all")
  void everySettingCanBeTyped(Sampler sampler) {
    for (Setting setting : sampler.parameters()) {
      SamplerRequest request = Samplers.parse(sampler.name() + ":" + setting.key() + "=0.375");
      SortedMap<String, Double> expected = sampler.values();
      expected.put(setting.key(), 0.375);
      assertThat(request.prototype().values()).isEqualTo(expected);
      assertThat(request.prototype()).isEqualTo(sampler.with(expected));
      assertThat(request.given()).containsExactly(setting.key());
      assertThat(Samplers.parse(request.toString())).isEqualTo(request);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aNameAloneGivesNothing(Sampler sampler) {
    SamplerRequest request = Samplers.parse(sampler.name());
    assertThat(request.toString()).isEqualTo(sampler.name());
    assertThat(request.step()).isEmpty();
    assertThat(request).isEqualTo(SamplerRequest.open(sampler));
  }

  @Test
  void defaultsAreThoseOfTheRecords() {
    assertThat(Samplers.parse("sgld:step=0.25").prototype()).isEqualTo(new Sgld(0.25));
    assertThat(Samplers.parse("rmsprop-sgld:step=0.25").prototype())
        .isEqualTo(new RmsPropSgld(0.25, 0.99, 0.1));
    assertThat(Samplers.parse("adam-sgld:step=0.25").prototype())
        .isEqualTo(new AdamSgld(0.25, 0.9, 0.99, 0.1));
    assertThat(Samplers.parse("sghmc:step=0.25").prototype()).isEqualTo(new Sghmc(0.25, 0.1));
    assertThat(Samplers.parse("sgnht:step=0.25").prototype())
        .isEqualTo(new Sgnht(0.25, 0.1, 0.005));
  }

  @Test
  void aRequestIsWrittenInTheOrderInWhichTheSamplerTells() {
    SamplerRequest request = Samplers.parse("sgnht:response=0.5,step=1e-4");
    assertThat(request.toString()).isEqualTo("sgnht:step=1.0E-4,response=0.5");
    assertThat(request.withoutStep().toString()).isEqualTo("sgnht:response=0.5");
    assertThat(request.withoutStep().with("step", 1e-4)).isEqualTo(request);
    assertThat(SamplerRequest.of(new Hmc(0.1, 2)).toString()).isEqualTo("hmc:step=0.1,length=2.0");
  }

  /**
   * nBeta h + gamma = 1000: a time of 1/sqrt(1000) for HMC, its square for MALA, 1/1000 for the
   * underdamped; SGLD's is 4 0.1 / 1000 on all data and, with batches of 1 of n = 4 and nBeta =
   * 100, smaller by 1 + 100 3/4 = 76; the preconditioned ones take it in units of 2 + 0.1.
   */
  @ParameterizedTest
  @CsvSource({
    "hmc,4,0.03162277660168379",
    "mala,4,1e-3",
    "sgld,4,4e-4",
    "sgld,1,5.263157894736842e-6",
    "rmsprop-sgld,4,8.4e-4",
    "adam-sgld,4,8.4e-4",
    "sghmc,1,1e-3",
    "sgnht,4,1e-3"
  })
  void firstSteps(String name, int batch, double expected) {
    Posterior posterior = new Quadratic(new double[] {9.6, 1, 1, 1}, 100, 40).posterior();
    Surroundings around = new Surroundings(posterior, batch, 9.6, () -> 2);
    assertThat(Samplers.parse(name).prototype().firstStep(around))
        .isCloseTo(expected, within(1e-12 * expected));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aFlatPosteriorHasAFirstStep(Sampler sampler) {
    Posterior flat = new Quadratic(new double[] {0, 0}, 100, 0).posterior();
    assertThat(sampler.firstStep(Surroundings.onAllData(flat, 0))).isPositive().isFinite();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sghmd | unknown sampler 'sghmd': did you mean 'sghmc'",
        "sghmc:fricton=1 | unknown key of sampler sghmc 'fricton': did you mean 'friction'",
        "hmc:lenght=1 | unknown key of sampler hmc 'lenght': did you mean 'length'",
        "sgld:friction=1 | unknown key of sampler sgld 'friction': did you mean 'step'",
        "sghmc:0.3 | sampler sghmc: expected key=value, got '0.3'",
        "sghmc:step=1,step=2 | sampler sghmc: key 'step' is given twice",
        "sghmc:friction=x | sampler sghmc: key 'friction' must be a finite number, got 'x'",
        "sghmc:friction=-1 | sampler sghmc: friction must be in (0, inf)",
        "hmc:length=0 | sampler hmc: trajectory length must be in (0, inf)",
        "mala:step=0 | sampler mala: step must be in (0, inf)",
        "adam-sgld:beta1=1 | sampler adam-sgld: beta1 must be",
        "SGLD | sampler 'SGLD': expected name"
      })
  void wrongWordsAreNamed(String typed, String message) {
    assertThatThrownBy(() -> Samplers.parse(typed))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-3, Double.NaN, Double.POSITIVE_INFINITY})
  void stepsArePositive(double value) {
    for (Sampler sampler : Samplers.ALL) {
      assertThatThrownBy(() -> SamplerRequest.open(sampler).with("step", value))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("step must be in (0, inf)");
    }
    assertThatThrownBy(() -> new Sghmc(1, value)).hasMessageContaining("friction");
    assertThatThrownBy(() -> new Sgnht(1, 1, value)).hasMessageContaining("response");
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

  @Test
  void aRequestKnowsItsKeys() {
    assertThatThrownBy(() -> new SamplerRequest(new Sgld(1), Set.of("friction")))
        .isInstanceOf(InvalidInput.class);
  }
}
