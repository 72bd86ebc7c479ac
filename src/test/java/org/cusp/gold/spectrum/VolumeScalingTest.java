package org.cusp.gold.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cusp.contract.InvalidInput;
import org.cusp.state.Bookmark;
import org.junit.jupiter.api.Test;

class VolumeScalingTest {
  /** V = sqrt(eps) (1 + log(1/eps)/2). False alarms: five standard errors of 6 replicates, 0.4%. */
  @Test
  void normalCrossing() {
    VolumeScaling scaling = VolumeScaling.of(w -> w[0] * w[0] * w[1] * w[1], 2, 1, Bookmark.NONE);
    for (VolumeScaling.Level level : scaling.levels()) {
      double log = Math.log(level.eps());
      if (level.eps() < 0.5) {
        assertThat(level.logVolume())
            .isCloseTo(log / 2 + Math.log1p(-log / 2), within(5 * level.se() + 0.02));
      }
    }
    assertThat(scaling.fit().lambda()).isCloseTo(0.5, within(0.025));
  }

  /** V = pi eps/4 for a disc in the square. */
  @Test
  void disc() {
    VolumeScaling scaling = VolumeScaling.of(w -> w[0] * w[0] + w[1] * w[1], 2, 1, Bookmark.NONE);
    VolumeScaling.Level last = scaling.levels().get(30);
    assertThat(last.eps()).isCloseTo(1e-30, within(1e-42));
    assertThat(last.se()).isBetween(0.05, 0.5);
    assertThat(last.logVolume()).isCloseTo(Math.log(Math.PI / 4 * 1e-30), within(5 * last.se()));
    assertThat(scaling.fit().lambda()).isCloseTo(1, within(0.05));
    assertThat(scaling.fit().multiplicity()).isEqualTo(1);
  }

  @Test
  void needsZeros() {
    assertThatThrownBy(() -> VolumeScaling.of(w -> 1e-3 + w[0] * w[0], 1, 1, Bookmark.NONE))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("expected zeros");
  }
}
