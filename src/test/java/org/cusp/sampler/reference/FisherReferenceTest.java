package org.cusp.sampler.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/** Which directions a reference takes: a few that are written out, or those of tensors. */
class FisherReferenceTest {
  private static final List<Integer> WIDTHS = List.of(12, 12, 12);

  /** Around random weights of a network of 288 parameters, from so many data. */
  private static GaussianReference of(int n) {
    RandomStream stream = RandomStream.of(1, Purpose.INPUTS, 0);
    double[] x = new double[n * 12];
    stream.normals(0, 0, x, x.length);
    int[] labels = IntStream.range(0, n).map(i -> i % 12).toArray();
    DeepLinearNetwork model = new DeepLinearNetwork(WIDTHS, new Likelihood.Categorical(12));
    double[] w = new double[model.size()];
    stream.normals(2, 0, w, w.length);
    DataSet data = new DataSet("none", n, 12, x, new Targets.Classes(labels, 12));
    KernelProvider kernels = KernelProvider.best();
    Posterior posterior = new Posterior(model, data, w, 1000, 1);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, kernels, workers)) {
      return new FisherReference(shared, kernels, workers, 2).at(new double[][] {w}, 0, 0);
    }
  }

  /** Of 48 P operations for each direction and 6 P for each datum, 40 data allow for 5. */
  @Test
  void manyDirectionsBesideACheapGradientAreThoseOfTensors() {
    assertThat(of(40).rank()).isEqualTo(288);
  }

  /** And 4,000 for 500. */
  @Test
  void besideADearOneTheyAreWrittenOut() {
    assertThat(of(4000).rank()).isBetween(100, 287);
  }
}
