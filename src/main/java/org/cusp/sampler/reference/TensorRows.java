package org.cusp.sampler.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.cusp.posterior.Posterior;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * What {@link TensorReference} makes of rows, gradients of single data: the bases of each tensor's
 * sides, then the coordinates of all rows in them, then what these say.
 *
 * @param sides of every tensor, in the order of the parameter vector
 */
record TensorRows(Posterior posterior, List<TensorBases.Sides> sides, Coupling.Tools tools) {
  /** Where rows come in blocks so many tell the bases, which take longer than coordinates. */
  private static final int ROWS_OF_BASES = 200;

  /**
   * Rows that are there one block after the other.
   *
   * @param rows of each block
   * @param count of blocks
   * @param make the same rows whenever it is asked for them
   * @param done with them
   */
  record Blocks(int rows, int count, IntFunction<MatrixStack> make, Consumer<MatrixStack> done) {
    /** One that stays. */
    static Blocks of(MatrixStack all) {
      return new Blocks(all.rows(), 1, i -> all, rows -> {});
    }

    /** That are made anew, and closed. */
    static Blocks of(int rows, int count, IntFunction<MatrixStack> make) {
      return new Blocks(rows, count, make, block -> block.slab().close());
    }

    /** Who looks at blocks in their order. */
    private interface Use {
      void of(int number, MatrixStack rows);
    }

    private void each(int first, Use use) {
      for (int i = 0; i < first; i++) {
        MatrixStack block = make.apply(i);
        try {
          use.of(i, block);
        } finally {
          done.accept(block);
        }
      }
    }
  }

  /**
   * The reference; the localisation alone where a row is not finite.
   *
   * @throws org.cusp.clock.TimeIsUp where the deadline has passed
   */
  GaussianReference reference(Blocks blocks) {
    TensorBases.Part[] parts = new TensorBases.Part[sides.size()];
    Optional<GaussianReference> found = Optional.empty();
    try {
      fill(parts, blocks);
      found = about(new TensorBases(List.of(parts)), blocks);
    } catch (ArithmeticException e) {
      // A row that is not finite has no eigenvectors.
    } finally {
      if (found.isEmpty()) {
        new TensorBases(Arrays.stream(parts).filter(Objects::nonNull).toList()).free();
      }
    }
    return found.orElseGet(() -> GaussianReference.isotropic(posterior.gamma()));
  }

  private void eachTensor(java.util.function.IntConsumer task) {
    tools
        .workers()
        .run(
            sides.size(),
            i -> {
              tools.deadline().require();
              task.accept(i);
            });
  }

  private void fill(TensorBases.Part[] parts, Blocks blocks) {
    SideProducts[] products = new SideProducts[parts.length];
    int first = Math.min(blocks.count(), (ROWS_OF_BASES + blocks.rows() - 1) / blocks.rows());
    try {
      blocks.each(
          Math.max(1, first),
          (number, rows) -> {
            if (number == 0) {
              Arrays.setAll(products, i -> new SideProducts(sides.get(i), rows.slab()));
            }
            eachTensor(i -> products[i].add(rows, kernels()));
          });
      eachTensor(i -> parts[i] = products[i].part());
    } finally {
      Arrays.stream(products).filter(Objects::nonNull).forEach(SideProducts::close);
    }
  }

  private Kernels kernels() {
    return tools.provider().create();
  }

  /** From the coordinates of all rows. */
  private Optional<GaussianReference> about(TensorBases bases, Blocks blocks) {
    int count = bases.count();
    int rows = Math.multiplyExact(blocks.rows(), blocks.count());
    Slab like = bases.parts().get(0).any().slab();
    try (Slab memory = like.zerosBeside(1, Math.multiplyExact(rows, count))) {
      blocks.each(
          blocks.count(),
          (number, block) -> turn(bases, block, memory, number * blocks.rows() * count));
      MatrixStack coordinates = MatrixStack.of(memory, 0, rows, count);
      double factor = posterior.nBeta() / rows;
      double[] stiffness = squares(coordinates, factor);
      if (!Arrays.stream(stiffness).allMatch(Double::isFinite)) {
        return Optional.empty();
      }
      Coupling.Found found = Coupling.of(coordinates, stiffness, posterior.gamma(), factor, tools);
      return Optional.of(
          GaussianReference.of(posterior.gamma(), found.stiffness(), bases, found.coupling()));
    }
  }

  private void turn(TensorBases bases, MatrixStack block, Slab coordinates, int from) {
    int count = bases.count();
    int[] begin = new int[sides.size()];
    for (int i = 1; i < begin.length; i++) {
      begin[i] = begin[i - 1] + sides.get(i - 1).count();
    }
    eachTensor(
        i -> {
          TensorBases.Part part = bases.parts().get(i);
          TensorBases.Sides of = part.sides();
          Kernels kernels = kernels();
          try (Slab spare = coordinates.zerosBeside(1, of.inside() * of.columns())) {
            for (int row = 0; row < block.rows(); row++) {
              part.turn(
                  kernels,
                  of.in(block.slab(), block.offset() + row * block.columns()),
                  of.half(spare),
                  of.coordinates(coordinates, from + row * count + begin[i]));
            }
          }
        });
  }

  private static double[] squares(MatrixStack rows, double factor) {
    double[] sums = new double[rows.columns()];
    double[] row = new double[sums.length];
    for (int j = 0; j < rows.rows(); j++) {
      rows.slab().load(0, j * row.length, row, row.length);
      for (int i = 0; i < row.length; i++) {
        sums[i] += factor * row[i] * row[i];
      }
    }
    return sums;
  }
}
