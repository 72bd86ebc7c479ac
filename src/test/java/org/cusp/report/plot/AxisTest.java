package org.cusp.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AxisTest {

  static List<Scale> scales() {
    return List.of(new Scale.Linear(), new Scale.Log(), new Scale.Step(), new Scale.SignedLog(10));
  }

  @ParameterizedTest
  @MethodSource("scales")
  void placesAndValuesAreInverse(Scale scale) {
    for (double value : new double[] {0.003, 1, 7.5, 3000}) {
      assertThat(scale.inverse(scale.forward(value))).isCloseTo(value, within(1e-9 * value));
    }
  }

  @Test
  void scalesLeaveOutWhatTheyCannotShow() {
    assertThat(new Scale.Log().forward(0)).isNaN();
    assertThat(new Scale.Log().forward(-1)).isNaN();
    assertThat(new Scale.Step().forward(-1)).isNaN();
    assertThat(new Scale.SignedLog(1).forward(-1e6)).isCloseTo(-Math.log(2e6), within(1e-9));
  }

  @Test
  void stepsAreLabelledAtZeroAndThePowersOfTen() {
    Axis axis = Axis.ofSteps(0, 3000);
    assertThat(labels(axis)).containsExactly("0", "1", "10", "100", "1,000");
    assertThat(axis.fraction(0)).isBetween(0.0, 0.1);
    assertThat(axis.fraction(3000)).isBetween(0.9, 1.0);
    double decade = axis.fraction(99) - axis.fraction(9);
    assertThat(axis.fraction(999) - axis.fraction(99)).isCloseTo(decade, within(1e-12));
  }

  @Test
  void logarithmicTicksAreDecadesWithFewerBetween() {
    assertThat(labels(new Axis("", new Scale.Log(), 0.005, 3))).containsExactly("0.01", "0.1", "1");
    assertThat(labels(new Axis("", new Scale.Log(), 0.1, 1)))
        .containsExactly("0.1", "0.2", "0.5", "1");
    assertThat(labels(new Axis("", new Scale.Log(), 1e-12, 1)).size()).isBetween(4, 8);
    assertThat(labels(new Axis("", new Scale.Log(), 0.40, 0.43)).size()).isBetween(3, 8);
  }

  @Test
  void signedTicksRunThroughZero() {
    assertThat(labels(new Axis("", new Scale.SignedLog(10), -2000, 60)))
        .containsExactly("−1,000", "−100", "−10", "0", "10");
    assertThat(labels(new Axis("", new Scale.SignedLog(1), 0.9, 60))).containsExactly("1", "10");
  }

  @Test
  void linearTicksAreRound() {
    assertThat(labels(new Axis("", new Scale.Linear(), -23, 57)))
        .containsExactly("−20", "0", "20", "40");
    assertThat(labels(new Axis("", new Scale.Linear(), 0, 10_000)))
        .containsExactly("0", "2,000", "4,000", "6,000", "8,000", "10,000");
    assertThat(labels(new Axis("", new Scale.Linear(), 0.99, 1.04)))
        .containsExactly("0.99", "1.00", "1.01", "1.02", "1.03", "1.04");
  }

  @Test
  void holdsAllValuesWithRoom() {
    Axis axis = Axis.holding("", new Scale.Linear(), DoubleStream.of(-20, Double.NaN, 53, 1 / 0.0));
    assertThat(axis.fraction(-20)).isCloseTo(0.05 / 1.1, within(1e-12));
    assertThat(axis.fraction(53)).isCloseTo(1.05 / 1.1, within(1e-12));
    assertThat(axis.fraction(Double.NaN)).isNaN();
    assertThat(axis.fraction(1e300)).isGreaterThan(1).isLessThan(10);
  }

  @Test
  void oneValueOrNoneStillMakeAnAxis() {
    assertThat(Axis.holding("", new Scale.Linear(), DoubleStream.of(5)).fraction(5))
        .isCloseTo(0.5, within(1e-12));
    assertThat(Axis.holding("", new Scale.Log(), DoubleStream.of(-5)).fraction(0.5))
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void theScaleIsSignedLogarithmicOnlyWhereALinearOneHidesTheTypicalValue() {
    assertThat(Axis.signed(new double[] {-20, 53}, 40)).isEqualTo(new Scale.Linear());
    assertThat(Axis.signed(new double[] {-41000, 53}, 40)).isEqualTo(new Scale.SignedLog(100));
    assertThat(Axis.signed(new double[] {}, 0)).isEqualTo(new Scale.Linear());
  }

  private static List<String> labels(Axis axis) {
    return axis.scale().ticks(axis.low(), axis.high()).stream()
        .map(Scale.Tick::label)
        .filter(label -> !label.isEmpty())
        .toList();
  }

  /** The numbers at the ends of what a double can hold have an axis, and few ticks. */
  @ParameterizedTest
  @MethodSource("extremes")
  void extremeValuesHaveAnAxis(double[] values) {
    for (Scale scale :
        List.of(
            new Scale.Linear(),
            new Scale.Log(),
            new Scale.SignedLog(1e-320),
            new Scale.SignedLog(1))) {
      Axis axis = Axis.holding("", scale, DoubleStream.of(values));
      assertThat(axis.low()).isFinite().isLessThan(axis.high());
      assertThat(axis.high()).isFinite();
      assertThat(axis.scale().ticks(axis.low(), axis.high())).hasSizeLessThan(3000);
      for (double value : values) {
        if (Double.isFinite(axis.scale().forward(value))) {
          assertThat(axis.fraction(value)).isBetween(-0.01, 1.01);
        }
      }
    }
  }

  static List<double[]> extremes() {
    return List.of(
        new double[] {1e-320, 2},
        new double[] {Double.MIN_VALUE, 1},
        new double[] {Double.MIN_VALUE, 2 * Double.MIN_VALUE},
        new double[] {Double.MIN_VALUE, Double.MAX_VALUE},
        new double[] {1e-310},
        new double[] {1, 1e308},
        new double[] {-Double.MAX_VALUE, Double.MAX_VALUE},
        new double[] {-1e-320, 0, 1e300});
  }
}
