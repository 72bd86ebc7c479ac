package org.cusp.estimate.susceptibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.estimate.influence.Entry;
import org.cusp.estimate.influence.InfluenceEstimator;
import org.cusp.model.LayerNetwork;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Localisation;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A line through the origin at each position, f = w x, at the truth: with d = w - w* ~ N(0, 1/A), A
 * = nBeta q + gamma and q the mean of x^2 over all positions, l_z - l_z(w*) = x_z^2 d^2 / 2, so
 * that chi(z) = -q (x_z^2 - q) / (2 A^2) for each position z.
 */
class TokenSusceptibilityTest {
  private static final int N = 30;
  private static final int T = 3;
  private static final double GAMMA = 2;

  @ParameterizedTest
  @EnumSource(Form.class)
  void eachPositionOfASequenceHasItsOwn(Form form) {
    double[] x = new double[N * T];
    RandomStream.of(8, Purpose.INPUTS, 0).normals(0, 0, x, x.length);
    double[] y = Arrays.stream(x).map(v -> 0.5 * v).toArray();
    DataSet data = new DataSet("line", N, new Shape(List.of(T, 1)), x, new Targets.Values(y, T));
    LayerNetwork model =
        new LayerNetwork(
            new Shape(List.of(T, 1)),
            Layers.read(
                "", "layers.", List.of(Map.of("dense", Map.of("outputs", 1, "bias", false)))),
            new PerPosition(new Likelihood.Gaussian(1, 1), T, PerPosition.Datum.TOKEN));
    Target target = Target.of("line", model, Precision.FLOAT64, data);
    String name = model.parameters().tensors().get(0).name();
    List<SusceptibilityEstimator.Part> parts =
        List.of(new SusceptibilityEstimator.Part(name, target.only(name, Localisation.ISOTROPIC)));
    LlcSpec settings =
        LlcSpec.defaults(3)
            .withSampler("hmc")
            .withChains(4)
            .withGamma(GAMMA)
            .edit()
            .draws(500)
            .build();
    SusceptibilityEstimator.Outcome outcome;
    try (Workers workers = new Workers(1)) {
      outcome =
          new SusceptibilityEstimator(
                  settings,
                  InfluenceEstimator.Queries.OF_THEMSELVES,
                  form,
                  Optional.empty(),
                  KernelProvider.best(),
                  workers)
              .estimate(
                  parts,
                  new double[] {0.5},
                  new SusceptibilityEstimator.Asked(0.05, 0),
                  Deadline.never(),
                  Progress.NONE);
    }
    double q = Arrays.stream(x).map(v -> v * v).sum() / x.length;
    double precision = x.length / Math.log(x.length) * q + GAMMA;
    List<Entry> found = outcome.responses().get(0).answer().data();
    assertThat(found).hasSize(N * T);
    for (int z = 0; z < x.length; z++) {
      double truth = -q * (x[z] * x[z] - q) / (2 * precision * precision);
      assertThat(Math.abs(found.get(z).influence() - truth))
          .as("position " + z)
          .isLessThan(4 * found.get(z).se());
      // All are one number times what the datum has: the sign is that of the truth.
      assertThat(found.get(z).influence() * truth).isPositive();
    }
  }
}
