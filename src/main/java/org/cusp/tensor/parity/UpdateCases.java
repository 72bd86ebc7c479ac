package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.AdamLangevinStep;
import org.cusp.tensor.update.AdamStep;
import org.cusp.tensor.update.KickStep;
import org.cusp.tensor.update.LangevinStep;
import org.cusp.tensor.update.LeapfrogStep;
import org.cusp.tensor.update.MomentumStep;
import org.cusp.tensor.update.Operation;
import org.cusp.tensor.update.RefreshStep;
import org.cusp.tensor.update.RmsPropLangevinStep;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/** Updates, with the same factors for all chains, then with each chain's own. */
final class UpdateCases {
  private final Shape s;
  private final long seed;
  private final List<KernelCase> found = new ArrayList<>();

  private UpdateCases(Shape shape, long seed) {
    this.s = shape;
    this.seed = seed;
  }

  private interface Operands {
    List<Slab> of(Kernels kernels, Slab[] slabs, Slab shared);
  }

  static List<KernelCase> of(Shape shape, long seed) {
    UpdateCases cases = new UpdateCases(shape, seed);
    LangevinStep plain = new LangevinStep(0.01, 30, 2, 1);
    cases.add(LangevinStep.UPDATE, (k, x, c) -> List.of(x[0], x[1], c), plain.factors());
    RmsPropLangevinStep rms = new RmsPropLangevinStep(plain, 0.9, 0.3, 2);
    cases.add(
        RmsPropLangevinStep.UPDATE,
        (k, x, c) -> List.of(x[0], x[1], c, squared(x[2])),
        rms.factors());
    cases.add(
        AdamLangevinStep.UPDATE,
        (k, x, c) -> List.of(x[0], x[1], c, squared(x[2]), x[3]),
        new AdamLangevinStep(rms, 0.8).factors());
    cases.add(
        LeapfrogStep.UPDATE,
        (k, x, c) -> List.of(x[0], x[1], c, x[2]),
        new LeapfrogStep(0.05, 0.1, 3, 2).factors());
    cases.add(
        KickStep.UPDATE,
        (k, x, c) -> List.of(x[0], x[1], c, x[2]),
        new KickStep(0.01, 30, 2).factors());
    cases.add(
        RefreshStep.UPDATE,
        (k, x, c) -> List.of(x[0], x[1]),
        RefreshStep.exact(0.01, 0.1, 0.2, 1).factors());
    cases.add(
        MomentumStep.UPDATE,
        (k, x, c) -> List.of(x[0], x[1], x[2]),
        new MomentumStep(0.1, 0.9, 0.01).factors());
    cases.add(
        AdamStep.UPDATE,
        (k, x, c) -> List.of(x[0], x[1], x[3], squared(x[2])),
        new AdamStep(0.1, 0.9, 0.999, 1e-8, 0.01, 3).factors());
    Update unknown =
        Update.named("unknown")
            .set(0, Term.value(0).plus(Term.factor(0).times(Term.value(1)).times(Term.noise())))
            .with(new Update.Sum.Added(Term.value(0).of(Operation.ABSOLUTE)));
    cases.add(unknown, (k, x, c) -> List.of(x[0], c), new double[] {0.3});
    return cases.found;
  }

  private void add(Update update, Operands operands, double[] factors) {
    found.add(
        new KernelCase(
            "update " + update.name(),
            Rounding.OF_ELEMENTS,
            (k, x, c) -> {
              Slab[] on = operands.of(k, x, c).toArray(Slab[]::new);
              try (NoiseStreams noise = Streams.of(x[0], seed);
                  Clock clock = Clock.in(c.memory());
                  Slab sums = c.doublesBeside(s.chains(), 1);
                  Move all = Move.of(update, factors, on).with(noise, clock).summing(sums);
                  Move own = Move.perChain(update, factors, on).with(noise, clock).summing(sums)) {
                clock.set(9);
                k.update(all);
                double[] first = sums.values();
                for (int chain = 0; chain < s.chains(); chain++) {
                  double by = 1 + 0.125 * chain;
                  own.factors().setRow(chain, Arrays.stream(factors).map(f -> by * f).toArray());
                }
                k.update(own);
                double[] both = Arrays.copyOf(first, 2 * first.length);
                System.arraycopy(sums.values(), 0, both, first.length, first.length);
                return both;
              }
            }));
  }

  /** Entries that may stand under a root. */
  private static Slab squared(Slab slab) {
    for (int row = 0; row < slab.rows(); row++) {
      slab.setRow(row, Arrays.stream(slab.getRow(row)).map(v -> v * v).toArray());
    }
    return slab;
  }
}
