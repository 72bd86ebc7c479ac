package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.BatchOrders;
import org.cusp.tensor.Clock;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Memory;
import org.cusp.tensor.Slab;

/** Kernels that choose: rows of data, batches, chains. */
final class ChoiceCases {
  private ChoiceCases() {}

  static List<KernelCase> of(Shape s, long seed) {
    List<KernelCase> cases = new ArrayList<>();
    int chosen = Math.min(5, s.rows());
    cases.add(
        KernelCase.act(
            "gather",
            Rounding.NONE,
            (k, x, c) -> {
              try (IntSlab rows = Numbers.of(x[0], s, chosen)) {
                k.gather(s.matrix(c), rows, MatrixStack.of(x[0], 1, chosen, s.width()));
              }
            }));
    cases.add(
        KernelCase.act(
            "select",
            Rounding.NONE,
            (k, x, c) -> {
              try (Slab flags = c.doublesBeside(s.chains(), 1)) {
                for (int chain = 1; chain < s.chains(); chain += 2) {
                  flags.setRow(chain, new double[] {1});
                }
                k.select(flags, x[0], x[1]);
              }
            }));
    cases.add(
        new KernelCase(
            "batchRows",
            Rounding.NONE,
            (k, x, c) -> {
              BatchOrders.Order order = (epoch, i) -> (int) ((i + epoch) % (s.rows() + 3));
              return batchRows(s, k, c.memory(), Collections.nCopies(s.chains(), order));
            }));
    cases.add(
        new KernelCase(
            "shuffle",
            Rounding.NONE,
            (k, x, c) -> {
              BatchOrders.Order[] orders = new BatchOrders.Order[s.chains()];
              Arrays.setAll(
                  orders,
                  i ->
                      BatchOrders.shuffled(
                          RandomStream.of(seed, Purpose.SAMPLING_BATCH, i), s.rows() + 3));
              return batchRows(s, k, c.memory(), List.of(orders));
            }));
    return cases;
  }

  private static double[] batchRows(
      Shape s, Kernels k, Memory memory, List<BatchOrders.Order> each) {
    try (BatchOrders orders = new BatchOrders(memory, s.rows() + 3, s.rows(), each);
        Clock clock = Clock.in(memory);
        IntSlab numbers = IntSlab.zeros(memory, s.chains(), s.rows())) {
      clock.set(2);
      k.tick(clock);
      orders.prepare(3);
      k.batchRows(orders, clock, 0, numbers);
      return Arrays.stream(numbers.getRow(s.chains() - 1)).asDoubleStream().toArray();
    }
  }
}
