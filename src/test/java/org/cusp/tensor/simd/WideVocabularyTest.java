package org.cusp.tensor.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;
import org.junit.jupiter.api.Test;

/** More classes than fit a few vectors, at several positions of several data. */
class WideVocabularyTest {
  private static final int CLASSES = 30011;
  private static final int POSITIONS = 3;
  private static final int DATA = 2;

  @Test
  void lossAndGradientAreThoseOfTheDefinition() {
    KernelProvider provider = KernelProvider.best();
    double[] z = new double[DATA * POSITIONS * CLASSES];
    RandomStream.of(2, Purpose.INPUTS, 0).normals(0, 0, z, z.length);
    z[CLASSES - 1] = 9;
    int[] labels = {4, 30010, 0, 77, 12000, 29999};
    double scale = 0.25;
    try (Slab logits = Slab.row(provider.memory(), Precision.FLOAT64, z);
        Slab losses = logits.doublesBeside(1, DATA);
        IntSlab wanted = IntSlab.row(provider.memory(), labels)) {
      MatrixStack outputs = MatrixStack.of(logits, 0, DATA, POSITIONS * CLASSES);
      new SimdKernels().categorical(outputs, wanted, new Rows.From(0), POSITIONS, scale, losses);
      double[] gradient = logits.getRow(0);
      double[] expected = new double[DATA];
      double furthest = 0;
      for (int place = 0; place < DATA * POSITIONS; place++) {
        double[] own = Arrays.copyOfRange(z, place * CLASSES, (place + 1) * CLASSES);
        double total = Arrays.stream(own).map(Math::exp).sum();
        expected[place / POSITIONS] += Math.log(total) - own[labels[place]];
        for (int k = 0; k < CLASSES; k++) {
          double slope = scale * (Math.exp(own[k]) / total - (k == labels[place] ? 1 : 0));
          furthest = Math.max(furthest, Math.abs(slope - gradient[place * CLASSES + k]));
        }
      }
      assertThat(losses.getRow(0)).containsExactly(expected, within(1e-11));
      assertThat(furthest).isLessThan(1e-14);
    }
  }
}
