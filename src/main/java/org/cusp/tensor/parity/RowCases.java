package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.update.LangevinStep;

/** Kernels on whole rows: random numbers, sums, loops. */
final class RowCases {
  private RowCases() {}

  static List<KernelCase> of(Shape s, long seed) {
    List<KernelCase> cases = new ArrayList<>();
    cases.add(
        KernelCase.act(
            "normals",
            Rounding.OF_ELEMENTS,
            (k, x, c) -> {
              try (NoiseStreams noise = Streams.of(x[0], seed);
                  Clock clock = Clock.in(x[0].memory())) {
                clock.set(17);
                k.normals(x[0], noise, clock);
              }
            }));
    LangevinStep plain = new LangevinStep(0.01, 30, 2, 1);
    double[] langevin = plain.factors();
    cases.add(
        KernelCase.act(
            "loop",
            Rounding.OF_ELEMENTS,
            (k, x, c) -> {
              try (NoiseStreams noise = Streams.of(x[0], seed);
                  Clock clock = Clock.in(x[0].memory());
                  Move move =
                      Move.of(LangevinStep.UPDATE, langevin, x[0], x[1], c).with(noise, clock)) {
                StepLoop loop =
                    k.loop(
                        () -> {
                          k.scale(s.matrix(x[0]), 0.5, s.matrix(x[1]));
                          k.update(move);
                          k.tick(clock);
                        });
                for (int i = 0; i < 5; i++) {
                  loop.run();
                }
                k.normals(x[2], noise, clock);
              }
            }));
    cases.add(
        KernelCase.act(
            "loop on the host",
            Rounding.OF_ELEMENTS,
            (k, x, c) -> {
              try (NoiseStreams noise = Streams.of(x[0], seed);
                  Clock clock = Clock.in(x[0].memory())) {
                StepLoop loop =
                    k.loop(
                        () -> {
                          k.normals(x[0], noise, clock);
                          k.tick(clock);
                          x[1].setRow(0, x[0].getRow(0));
                        });
                for (int i = 0; i < 4; i++) {
                  loop.run();
                }
                k.normals(x[2], noise, clock);
              }
            }));
    cases.add(
        KernelCase.act("exchange", Rounding.OF_ELEMENTS, (k, x, c) -> k.exchange(x[0], x[1], c)));
    cases.add(
        KernelCase.act(
            "accumulate",
            Rounding.OF_ELEMENTS,
            (k, x, c) -> {
              k.accumulate(x[0], 0, x[1], 0.3);
              k.accumulate(x[2], 0.7, x[1], -0.3);
            }));
    cases.add(
        new KernelCase(
            "squaredDistance",
            Rounding.OF_SUMS,
            (k, x, c) -> {
              try (Slab squares = c.doublesBeside(s.chains(), 1)) {
                k.squaredDistance(x[0], c, squares);
                return squares.values();
              }
            }));
    double[] weights = new double[s.chains()];
    Arrays.setAll(weights, i -> 0.25 * (i + 1));
    cases.add(
        KernelCase.act(
            "weightedSum", Rounding.OF_ELEMENTS, (k, x, c) -> k.weightedSum(x[0], weights, c)));

    return cases;
  }
}
