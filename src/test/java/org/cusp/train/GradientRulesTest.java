package org.cusp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.cusp.spec.training.GradientSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientRulesTest {
  /** The gradient (3, 4) has the norm 5; the weights are (1, -2). */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0.6, 0.8",
    "5, 0, 3, 4",
    "10, 0.5, 3.5, 3",
    "2.5, 0.5, 2, 1",
    "0, 0.25, 3.25, 3.5"
  })
  void clippedByItsNormThenDrawnToZero(double clip, double l2, double first, double second) {
    OptionalDouble norm = clip == 0 ? OptionalDouble.empty() : OptionalDouble.of(clip);
    for (KernelProvider provider : KernelProvider.usable()) {
      try (Slab w = Slab.row(provider.memory(), Precision.FLOAT64, new double[] {1, -2});
          Slab gradient = w.repeatBeside(1, new double[] {3, 4});
          GradientRules rules =
              new GradientRules(new GradientSpec(norm, l2), provider.create(), w, gradient)) {
        assertThat(rules.squares(gradient)).isEqualTo(25);
        rules.apply();
        assertThat(gradient.getRow(0)[0]).isCloseTo(first, within(1e-15));
        assertThat(gradient.getRow(0)[1]).isCloseTo(second, within(1e-15));
      }
    }
  }
}
