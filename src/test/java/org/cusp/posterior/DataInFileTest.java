package org.cusp.posterior;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.data.RowBlocks;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.model.LayerNetwork;
import org.cusp.model.Mlp;
import org.cusp.model.Model;
import org.cusp.model.layer.Dense;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.sequence.Embedding;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/** Data that are read in blocks give losses and gradients of the same bits as data in memory. */
class DataInFileTest {
  /** More than a slice, and no multiple of one. */
  private static final int N = 2500;

  /** Rows that say that they are in a file. */
  private record InFile(RowBlocks held, int columns) implements RowBlocks {
    @Override
    public int rows() {
      return held.rows();
    }

    @Override
    public void read(int from, int count, double[] out) {
      Arrays.fill(out, Double.NaN);
      held.read(from, count, out);
    }

    @Override
    public boolean isHeld() {
      return false;
    }

    @Override
    public RowBlocks chosen(int[] chosen) {
      return new InFile(held.chosen(chosen), columns);
    }
  }

  private static RowBlocks inFile(RowBlocks rows) {
    return new InFile(rows, rows.columns());
  }

  private static void sameBits(Model model, DataSet held, DataSet inFile) {
    double[] w = model.initialise(RandomStream.of(3, Purpose.INITIALISATION, 0));
    for (Precision precision : Precision.values()) {
      double[] found = evaluated(model, inFile, w, precision);
      double[] expected = evaluated(model, held, w, precision);
      assertThat(Arrays.mismatch(found, expected)).as("first number that differs").isEqualTo(-1);
    }
  }

  /** Losses at w*, then loss differences and gradients away from it, by all data and by batches. */
  private static double[] evaluated(
      Model model, DataSet data, double[] centre, Precision precision) {
    KernelProvider provider = KernelProvider.named("simd");
    try (Workers workers = new Workers(2);
        PosteriorTensors shared =
            PosteriorTensors.of(
                new Posterior(model, data, centre, 10, 1), precision, provider, workers);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(5, N, 64), provider.create(), 0, 2)) {
      double[] away = Arrays.stream(centre).map(value -> value + 0.1).toArray();
      pass.w().setRow(1, away);
      double[] ofAll = new double[2];
      pass.evaluateAll(ofAll);
      double[] gradient = pass.gradient().getRow(1);
      double[] ofBatch = new double[2];
      pass.evaluate(40, ofBatch);
      double[] ofBatchGradient = pass.gradient().getRow(0);
      double[] accuracy = {shared.centreLosses().accuracy()};
      assertThat(ofAll[1]).isNotZero().isNotNaN();
      assertThat(Arrays.stream(ofBatchGradient).anyMatch(g -> g != 0)).isTrue();
      return Stream.of(
              shared.centreLosses().perDatum(),
              accuracy,
              shared.centreGradient().getRow(0),
              ofAll,
              gradient,
              ofBatch,
              ofBatchGradient)
          .flatMapToDouble(Arrays::stream)
          .toArray();
    }
  }

  @Test
  void classesOfInputs() {
    double[] x = new double[N * 6];
    RandomStream.of(1, Purpose.INPUTS, 0).normals(0, 0, x, x.length);
    int[] labels = new int[N];
    Arrays.setAll(labels, i -> i % 3);
    Targets targets = new Targets.Classes(labels, 3);
    DataSet held = new DataSet("x", N, 6, x, targets);
    Model model = new Mlp(List.of(6, 5, 3), Activation.TANH, new Likelihood.Categorical(3));
    sameBits(model, held, new DataSet("x", N, Shape.vector(6), inFile(held.inputs()), targets));
  }

  @Test
  void numbersOfInputs() {
    double[] x = new double[N * 2];
    double[] y = new double[N];
    RandomStream.of(1, Purpose.INPUTS, 0).normals(0, 0, x, x.length);
    RandomStream.of(1, Purpose.INPUTS, 1).normals(0, 0, y, y.length);
    Targets targets = new Targets.Values(y, 1);
    DataSet held = new DataSet("x", N, 2, x, targets);
    Model model = new Mlp(List.of(2, 4, 1), Activation.TANH, new Likelihood.Gaussian(1, 1));
    sameBits(model, held, new DataSet("x", N, Shape.vector(2), inFile(held.inputs()), targets));
  }

  @Test
  void nextTokens() {
    double[] x = new double[N * 4];
    int[] labels = new int[N * 4];
    Arrays.setAll(x, i -> (i * 31 + i / 4) % 7);
    Arrays.setAll(labels, i -> (int) (x[i] + 3) % 7);
    DataSet held = new DataSet("t", N, 4, x, new Targets.Sequences(labels, 7, 4));
    DataSet inFile =
        new DataSet(
            "t",
            N,
            Shape.vector(4),
            inFile(held.inputs()),
            new Targets.Sequences(inFile(RowBlocks.of(labels, 4)), 7, 4));
    Model model =
        new LayerNetwork(
            Shape.vector(4),
            Sequential.of(new Embedding(7, 5), new Dense(7, Dense.Biases.PRESENT)),
            new PerPosition(new Likelihood.Categorical(7), 4, PerPosition.Datum.SEQUENCE));
    sameBits(model, held, inFile);
  }
}
