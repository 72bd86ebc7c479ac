package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.parity.Rounding.Promise;

/**
 * Every kernel of a provider beside that of a reference, on the same random input.
 *
 * @param promise what the two promise each other
 * @param seed of the inputs
 */
public record KernelParity(
    KernelProvider provider, KernelProvider reference, Promise promise, long seed) {
  private static final int SLABS = 4;

  /** Sizes that straddle blocks, tiles and vectors, in this precision. */
  public static List<Shape> shapes(Precision precision) {
    return List.of(
        new Shape(precision, 1, 1, 1, 1),
        new Shape(precision, 2, 5, 3, 31),
        new Shape(precision, 3, 37, 71, 5003));
  }

  /** The same with one of more than a cache holds. */
  public static List<Shape> shapesWithLarge(Precision precision) {
    return Stream.concat(
            shapes(precision).stream(), Stream.of(new Shape(precision, 2, 300, 33, 70_001)))
        .toList();
  }

  /** All kernels on these shapes; what is in slabs and what is in double are two comparisons. */
  public List<Comparison> on(List<Shape> shapes) {
    return shapes.stream().flatMap(shape -> on(shape).stream()).toList();
  }

  private List<Comparison> on(Shape shape) {
    List<Comparison> found = new ArrayList<>();
    Stream.of(
            RowCases.of(shape, seed),
            UpdateCases.of(shape, seed),
            LayerCases.of(shape),
            VectorCases.of(shape),
            WiringCases.of(shape),
            ConvolutionCases.of(shape),
            LossCases.of(shape),
            ChoiceCases.of(shape, seed))
        .flatMap(List::stream)
        .forEach(it -> compare(it, shape, found));
    PlainProducts products = new PlainProducts(provider, shape, seed);
    for (Transpose a : Transpose.values()) {
      for (Transpose b : Transpose.values()) {
        found.add(products.of(a, b, promise));
      }
    }
    return found;
  }

  private void compare(KernelCase it, Shape shape, List<Comparison> found) {
    double[][] expected = results(reference, shape, it.work());
    double[][] ours = results(provider, shape, it.work());
    double slabs = it.rounding().within(promise, shape.precision());
    double doubles = it.rounding().withinDouble(promise, shape.precision());
    for (int part = 0; part < expected.length; part++) {
      if (expected[part].length > 0) {
        double[][] both = {expected[part], ours[part]};
        found.add(Comparison.of(it.kernel(), shape, part == 0 ? slabs : doubles, both));
      }
    }
  }

  private static double[] flat(double[][] values) {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
  }

  private double[][] results(KernelProvider provider, Shape shape, KernelCase.Work work) {
    Slab[] slabs = new Slab[SLABS];
    for (int i = 0; i < SLABS; i++) {
      slabs[i] = filled(provider, shape, shape.chains(), i);
    }
    try (Slab shared = filled(provider, shape, 1, SLABS)) {
      double[] returned = work.on(provider.create(), slabs, shared);
      double[][] rows = new double[SLABS * shape.chains() + 1][];
      for (int i = 0; i < SLABS; i++) {
        for (int chain = 0; chain < shape.chains(); chain++) {
          rows[i * shape.chains() + chain] = slabs[i].getRow(chain);
        }
      }
      rows[rows.length - 1] = shared.getRow(0);
      return new double[][] {flat(rows), returned};
    } finally {
      Arrays.stream(slabs).forEach(Slab::close);
    }
  }

  private Slab filled(KernelProvider provider, Shape shape, int rows, int number) {
    RandomStream input = RandomStream.of(seed, Purpose.INPUTS, number);
    Slab slab = Slab.zeros(provider.memory(), shape.precision(), rows, shape.columns());
    double[] values = new double[shape.columns()];
    for (int row = 0; row < rows; row++) {
      input.normals(row, 0, values, values.length);
      slab.setRow(row, values);
    }
    return slab;
  }
}
