package org.cusp.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.nd4j.Nd4jKernels;
import org.cusp.tensor.simd.SimdKernels;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fused updates, their descriptions taken literally, and plain ND4J operations do the same. */
class UpdateTest {
  private static final int CHAINS = 3;
  private static final RandomStream INPUT = RandomStream.of(1, Purpose.INPUTS, 0);

  /**
   * An update with factors and slabs to try it on.
   *
   * @param ones operands that are running means of squares, and begin at 1
   * @param shared operands with one row for all chains
   */
  private record Case(
      Update update, double[] factors, int operands, List<Integer> ones, List<Integer> shared) {
    @Override
    public String toString() {
      return update.name();
    }
  }

  static Stream<Case> known() {
    LangevinStep plain = new LangevinStep(0.01, 30, 2, 1);
    RmsPropLangevinStep rmsProp = new RmsPropLangevinStep(plain, 0.9, 0.3, 2);
    AdamLangevinStep adam = new AdamLangevinStep(rmsProp, 0.8);
    return Stream.of(
        new Case(LangevinStep.UPDATE, plain.factors(), 3, List.of(), List.of(2)),
        new Case(RmsPropLangevinStep.UPDATE, rmsProp.factors(), 4, List.of(3), List.of(2)),
        new Case(AdamLangevinStep.UPDATE, adam.factors(), 5, List.of(3), List.of(2)),
        new Case(KickStep.UPDATE, new KickStep(0.01, 30, 2).factors(), 4, List.of(), List.of(2)),
        new Case(
            RefreshStep.UPDATE,
            RefreshStep.exact(0.01, 0.1, 0.2, 1).factors(),
            2,
            List.of(),
            List.of()),
        new Case(
            MomentumStep.UPDATE,
            new MomentumStep(0.1, 0.9, 0.01).factors(),
            3,
            List.of(),
            List.of()),
        new Case(
            AdamStep.UPDATE,
            new AdamStep(0.1, 0.9, 0.999, 1e-8, 0.01, 3).factors(),
            4,
            List.of(3),
            List.of()),
        new Case(
            LeapfrogStep.UPDATE,
            new LeapfrogStep(0.05, 0.1, 3, 2).factors(),
            4,
            List.of(),
            List.of(2)));
  }

  /** Across blocks, tiles and vectors; factors of each chain's own. */
  @ParameterizedTest
  @MethodSource("known")
  void aLoopHasTheBitsOfItsDescription(Case of) {
    for (Precision precision : Precision.values()) {
      for (int size : new int[] {1, 31, 33, 1023, 1025, 2049, 5003}) {
        double[][] fused = run(of, precision, size, CHAINS, new SimdKernels()::update);
        double[][] literal = run(of, precision, size, CHAINS, new UpdateInterpreter()::run);
        assertThat(fused).as("%s, %d", precision, size).isDeepEqualTo(literal);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("known")
  void plainOperationsAgree(Case of) {
    for (Precision precision : Precision.values()) {
      double[][] fused = run(of, precision, 2051, CHAINS, new SimdKernels()::update);
      double[][] plain = run(of, precision, 2051, CHAINS, new Nd4jKernels()::update);
      double tolerance = precision == Precision.FLOAT32 ? 1e-5 : 1e-12;
      for (int i = 0; i < fused.length; i++) {
        for (int j = 0; j < fused[i].length; j++) {
          double allowed = tolerance * (1 + Math.abs(fused[i][j]));
          assertThat(plain[i][j]).as("%d, %d", i, j).isCloseTo(fused[i][j], within(allowed));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("known")
  void aChainAloneDoesWhatItDoesAmongOthers(Case of) {
    double[][] alone = run(of, Precision.FLOAT32, 777, 1, new SimdKernels()::update);
    double[][] among = run(of, Precision.FLOAT32, 777, CHAINS, new SimdKernels()::update);
    for (int operand = 0; operand < of.operands(); operand++) {
      assertThat(Arrays.copyOf(among[operand], 777)).isEqualTo(alone[operand]);
    }
    assertThat(among[of.operands()][0]).isEqualTo(alone[of.operands()][0]);
  }

  /** What carries a move out. */
  private interface Run {
    void of(Move move);
  }

  /** All operands afterwards, then the sums. */
  private static double[][] run(Case of, Precision precision, int size, int chains, Run run) {
    Memory memory = KernelProvider.best().memory();
    Slab[] operands = new Slab[of.operands()];
    for (int k = 0; k < operands.length; k++) {
      int rows = of.shared().contains(k) ? 1 : chains;
      operands[k] = Slab.zeros(memory, precision, rows, size);
      for (int row = 0; row < rows; row++) {
        double[] values = new double[size];
        INPUT.normals(k, (long) row * size, values, size);
        if (of.ones().contains(k)) {
          Arrays.fill(values, 1);
        }
        operands[k].setRow(row, values);
      }
    }
    RandomStream[] streams = new RandomStream[chains];
    Arrays.setAll(streams, chain -> RandomStream.of(9, Purpose.NOISE, chain));
    try (NoiseStreams noise = NoiseStreams.of(memory, streams);
        Clock clock = Clock.in(memory);
        Slab sums = Slab.zeros(memory, Precision.FLOAT64, chains, 1);
        Move move =
            Move.perChain(of.update(), of.factors(), operands).with(noise, clock).summing(sums)) {
      clock.set(17);
      for (int chain = 1; chain < chains; chain++) {
        double scale = 1 + 0.1 * chain;
        double[] own = Arrays.stream(of.factors()).map(f -> scale * f).toArray();
        move.factors().setRow(chain, own);
      }
      run.of(move);
      List<double[]> found = new ArrayList<>();
      for (Slab operand : operands) {
        found.add(operand.values());
        operand.close();
      }
      found.add(sums.values());
      return found.toArray(double[][]::new);
    }
  }

  /**
   * An update that no provider has heard of: half a step towards the centre, a noise that shrinks
   * with time, and what has been passed on the way.
   */
  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#all")
  void aNewUpdateNeedsNoKernel(KernelProvider provider) {
    if (provider.obstacle().isPresent()) {
      return;
    }
    Term gap = Term.value(1).minus(Term.value(0));
    Update drawn =
        Update.named("drawn-towards")
            .set(2, gap.of(Operation.ABSOLUTE))
            .set(0, Term.value(0).plus(Term.factor(0).times(gap)))
            .set(0, Term.value(0).plus(Term.noise().over(new Term.Time())))
            .with(new Update.Sum.Added(Term.value(2).less(Term.constant(2.5))));
    for (Precision precision : Precision.values()) {
      Memory memory = provider.memory();
      try (Slab w = Slab.repeat(memory, precision, 2, new double[] {1, -1, 4});
          Slab centre = Slab.row(memory, precision, new double[] {3, 3, 3});
          Slab passed = w.zerosBeside(2, 3);
          Slab sums = w.doublesBeside(2, 1);
          NoiseStreams noise =
              NoiseStreams.of(
                  memory,
                  RandomStream.of(9, Purpose.NOISE, 0),
                  RandomStream.of(9, Purpose.NOISE, 1));
          Clock clock = Clock.in(memory);
          Slab normals = w.zerosBeside(2, 3);
          Move move =
              Move.of(drawn, new double[] {0.5}, w, centre, passed)
                  .with(noise, clock)
                  .summing(sums)) {
        Kernels kernels = provider.create();
        clock.set(4);
        kernels.normals(normals, noise, clock);
        kernels.update(move);
        double[] without = {2, 1, 3.5};
        for (int chain = 0; chain < 2; chain++) {
          for (int i = 0; i < 3; i++) {
            double expected = without[i] + normals.getRow(chain)[i] / 4;
            assertThat(w.getRow(chain)[i])
                .isCloseTo(expected, within(precision == Precision.FLOAT32 ? 1e-6 : 1e-14));
          }
          assertThat(passed.getRow(chain)).containsExactly(2, 4, 1);
        }
        assertThat(sums.values()).containsExactly(2, 2);
        kernels.update(move);
        assertThat(sums.values()[0]).isGreaterThan(2);
      }
    }
  }

  /** On numbers that are exact in binary, or by the functions of Java. */
  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#all")
  void everyOperation(KernelProvider provider) {
    if (provider.obstacle().isPresent()) {
      return;
    }
    double[] x = {-4, -0.25, 0, 0.5, 8, Double.NaN, Double.POSITIVE_INFINITY};
    double[] y = {2, 2, 1, -3, 0.5, 1, 1};
    for (Operation operation : Operation.values()) {
      List<Term> on = List.of(Term.value(1), Term.value(2), Term.constant(7));
      Term term = new Term.Of(operation, on.subList(0, operation.operands()));
      Memory memory = provider.memory();
      try (Slab out = Slab.zeros(memory, Precision.FLOAT64, 1, x.length);
          Slab first = Slab.row(memory, Precision.FLOAT64, x);
          Slab second = Slab.row(memory, Precision.FLOAT64, y);
          Move move =
              Move.of(Update.named("one").set(0, term), new double[0], out, first, second)) {
        provider.create().update(move);
        double[] found = out.getRow(0);
        for (int i = 0; i < x.length; i++) {
          double expected = operation.of(x[i], y[i], 7);
          double off = found[i] == expected ? 0 : Math.abs(found[i] - expected);
          assertThat(
                  Double.isNaN(expected)
                      ? Double.isNaN(found[i])
                      : off <= 1e-15 * Math.abs(expected))
              .as("%s of %s, %s is %s", operation, x[i], y[i], found[i])
              .isTrue();
        }
      }
    }
  }

  /** 1 + 2^-30 is 1 in single precision, unless the arithmetic is in double. */
  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#all")
  void arithmeticIsRoundedAsTheUpdateSays(KernelProvider provider) {
    if (provider.obstacle().isPresent()) {
      return;
    }
    Term small = Term.value(0).plus(Term.factor(0)).minus(Term.value(0));
    Update single = Update.named("small").set(0, small);
    Memory memory = provider.memory();
    for (Update update : List.of(single, single.inDouble())) {
      try (Slab one = Slab.row(memory, Precision.FLOAT32, new double[] {1, 1});
          Move move = Move.of(update, new double[] {0x1p-30}, one)) {
        provider.create().update(move);
        assertThat(one.getRow(0)).containsOnly(update == single ? 0 : 0x1p-30);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#all")
  void rowsAreSelectedAndBatchesFollowTheirOrders(KernelProvider provider) {
    if (provider.obstacle().isPresent()) {
      return;
    }
    Memory memory = provider.memory();
    Kernels kernels = provider.create();
    for (Precision precision : Precision.values()) {
      try (Slab flags = Slab.zeros(memory, Precision.FLOAT64, 3, 1);
          Slab source = Slab.repeat(memory, precision, 3, new double[] {1, -0.0, Double.NaN});
          Slab target = Slab.repeat(memory, precision, 3, new double[] {7, 8, 9})) {
        flags.setRow(1, new double[] {1});
        kernels.select(flags, source, target);
        assertThat(target.getRow(0)).containsExactly(7, 8, 9);
        assertThat(target.getRow(1)).containsExactly(1, -0.0, Double.NaN);
        assertThat(target.getRow(2)).containsExactly(7, 8, 9);
      }
    }
    // Of 5 data by 2, the third batch ends one epoch and begins the next.
    BatchOrders.Order up = (epoch, position) -> (int) ((position + epoch) % 5);
    BatchOrders.Order down = (epoch, position) -> 4 - position;
    try (BatchOrders orders = new BatchOrders(memory, 5, 2, List.of(up, down));
        Clock clock = Clock.in(memory);
        IntSlab numbers = IntSlab.zeros(memory, 2, 2);
        IntSlab second = IntSlab.zeros(memory, 2, 1)) {
      int[][] ofUp = {{0, 1}, {2, 3}, {4, 1}, {2, 3}, {4, 0}, {2, 3}, {4, 0}, {1, 3}};
      int[][] ofDown = {{4, 3}, {2, 1}, {0, 4}, {3, 2}, {1, 0}, {4, 3}, {2, 1}, {0, 4}};
      for (long t : new long[] {0, 1, 2, 3, 4, 5, 6, 7, 2}) {
        orders.prepare(t);
        clock.set(t);
        kernels.batchRows(orders, clock, 0, numbers);
        kernels.batchRows(orders, clock, 1, second);
        assertThat(numbers.getRow(0)).as("t = " + t).containsExactly(ofUp[(int) t]);
        assertThat(numbers.getRow(1)).as("t = " + t).containsExactly(ofDown[(int) t]);
        assertThat(second.getRow(0)).containsExactly(ofUp[(int) t][1]);
      }
    }
    try (BatchOrders all = new BatchOrders(memory, 3, 3, List.of(up));
        Clock clock = Clock.in(memory);
        IntSlab numbers = IntSlab.zeros(memory, 1, 3)) {
      clock.set(1);
      all.prepare(1);
      kernels.batchRows(all, clock, 0, numbers);
      assertThat(numbers.getRow(0)).containsExactly(0, 1, 2);
      assertThatThrownBy(() -> all.prepare(-1)).isInstanceOf(InvalidInput.class);
    }
  }

  @Test
  void aMoveLacksWhatItIsNotBoundTo() {
    try (Slab w = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT64, 1, 2);
        Move move = Move.of(LangevinStep.UPDATE, new double[3], w, w, w)) {
      assertThatThrownBy(() -> new SimdKernels().update(move))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("langevin")
          .hasMessageContaining("noise");
    }
    assertThat(LangevinStep.UPDATE.isRandom()).isTrue();
    assertThat(KickStep.UPDATE.needsTime()).isFalse();
    assertThatThrownBy(() -> new Term.Of(Operation.PLUS, List.of(Term.noise())))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void theClockIsSetAndTicks() {
    try (Clock clock = Clock.in(KernelProvider.best().memory())) {
      clock.set(0x500000003L);
      assertThat(clock.cell().getRow(0)).containsExactly(3, 5);
      new SimdKernels().tick(clock);
      assertThat(clock.time()).isEqualTo(0x500000004L);
    }
  }
}
