package org.cusp.model.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Model;
import org.cusp.model.likelihood.Likelihood;
import org.junit.jupiter.api.Test;

class ComponentsTest {
  private static List<String> of(String asked) {
    return Components.of(ModelPartsTest.transformer(), Map.of(), Optional.of(asked));
  }

  @Test
  void wildcardsMeanEachPartThatMatches() {
    assertThat(of("l0h*,l1")).containsExactly("l0h0", "l0h1", "l0h2", "l0h3", "l1");
    assertThat(of("l?h2")).containsExactly("l0h2", "l1h2");
  }

  /** Each once, in the order in which they were asked for. */
  @Test
  void aTensorsNameIsOneComponent() {
    assertThat(of("unembed,l0 mlp,*.bias,unembed")).hasSize(3).contains("*.bias");
  }

  @Test
  void withoutAQuestionTheyAreTheParts() {
    assertThat(Components.of(ModelPartsTest.transformer(), Map.of(), Optional.empty()))
        .contains("embed", "l0h0", "l1h3", "l0 mlp")
        .doesNotContain("l0", "l1 attn");
    Model linear = new DeepLinearNetwork(List.of(2, 3, 2), new Likelihood.Gaussian(2, 1));
    assertThat(Components.of(linear, Map.of(), Optional.empty())).hasSize(2);
  }

  @Test
  void whatMeansNothingIsSaid() {
    assertThatThrownBy(() -> of("l7h*"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("l7h*");
    assertThatThrownBy(() -> of("nosuch"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("nosuch");
  }
}
