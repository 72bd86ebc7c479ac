package org.cusp.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeadlineTest {
  private double now = 100;
  private final Deadline deadline = Deadline.after(() -> now, 60);

  @Test
  void itPassesWhenItsTimeIsUp() {
    assertThat(deadline.whole()).isEqualTo(60);
    assertThat(deadline.left()).isEqualTo(60);
    now = 159.5;
    assertThat(deadline.passed()).isFalse();
    assertThat(deadline.spent()).isEqualTo(59.5);
    deadline.require();
    now = 160;
    assertThat(deadline.passed()).isTrue();
    assertThatThrownBy(deadline::require).isInstanceOf(TimeIsUp.class);
    now = 170;
    assertThat(deadline.left()).isEqualTo(-10);
    assertThat(deadline.progress()).isEqualTo(1);
  }

  @Test
  void aPartIsOfWhatIsLeft() {
    now = 120;
    Deadline part = deadline.part(0.25);
    assertThat(part.left()).isEqualTo(10);
    assertThat(part.whole()).isEqualTo(10);
    now = 170;
    assertThat(deadline.part(0.5).passed()).isTrue();
  }

  @Test
  void whatHasGoneByBeforeCounts() {
    Deadline from = Deadline.from(() -> now, 90, 60);
    assertThat(from.left()).isEqualTo(50);
    assertThat(from.spent()).isEqualTo(10);
    assertThat(from.later(5).left()).isEqualTo(55);
  }

  @Test
  void neverHasNoParts() {
    Deadline never = Deadline.never();
    assertThat(never.passed()).isFalse();
    assertThat(never.isFinite()).isFalse();
    assertThat(never.part(0.1).passed()).isFalse();
    assertThat(never.later(1).isFinite()).isFalse();
    assertThat(never.progress()).isZero();
  }
}
