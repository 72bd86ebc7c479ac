package org.cusp.model.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.ToDoubleBiFunction;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.TargetKind;
import org.cusp.data.Targets;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.PerPosition.Datum;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PerPositionTest {
  private static final int N = 5;
  private static final int T = 3;
  private static final int V = 4;
  private static final int[] LABELS = {0, 3, 1, 2, 2, 0, 1, 3, 3, 0, 1, 2, 3, 0, 0};
  private static final double[] LOGITS = normals(N * T * V, 1);

  private static double[] normals(int count, long seed) {
    double[] values = new double[count];
    RandomStream.of(seed, Purpose.INPUTS, 0).normals(0, 0, values, count);
    return values;
  }

  private static DataSet data(Targets targets) {
    return new DataSet("d", N, T, new double[N * T], targets);
  }

  /** What a likelihood makes of outputs: the losses and 0.25 times the gradient. */
  private record Found(double[] losses, double[] slopes) {}

  private static Found at(
      KernelProvider provider, Likelihood likelihood, Targets targets, double[] outputs) {
    int width = outputs.length / N;
    try (Slab slab = Slab.row(provider.memory(), Precision.FLOAT64, outputs);
        Slab losses = slab.doublesBeside(1, N + 2);
        TensorData tensors = TensorData.of(data(targets), provider.memory(), Precision.FLOAT64);
        TensorData.Gathered gathered = tensors.gathered(1, N)) {
      // In another order than that of the data, and back again.
      int[] order = {4, 2, 0, 1, 3};
      gathered.numbers().setRow(0, order);
      Batch batch = gathered.gather(provider.create());
      double[] turned = turn(outputs, width, order);
      slab.setRow(0, turned);
      MatrixStack rows = MatrixStack.of(slab, 0, N, width);
      likelihood.losses(provider.create(), rows, batch.targets(), 0.25, losses);
      double[] found = new double[N];
      double[] slopes = new double[outputs.length];
      for (int i = 0; i < N; i++) {
        found[order[i]] = losses.getRow(0)[i];
        System.arraycopy(slab.getRow(0), i * width, slopes, order[i] * width, width);
      }
      return new Found(found, slopes);
    }
  }

  private static double[] turn(double[] rows, int width, int[] order) {
    double[] turned = new double[rows.length];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(rows, order[i] * width, turned, i * width, width);
    }
    return turned;
  }

  /** Each sequence's loss by a formula, and its gradient by central differences of it. */
  private static void holds(
      Found found, double[] outputs, double share, ToDoubleBiFunction<double[], Integer> sum) {
    double h = 1e-5;
    for (int i = 0; i < N; i++) {
      double loss = share * sum.applyAsDouble(outputs, i);
      assertThat(found.losses()[i]).isCloseTo(loss, within(1e-13 * Math.abs(loss) + 1e-13));
    }
    for (int k = 0; k < outputs.length; k++) {
      int row = k / (outputs.length / N);
      double[] up = outputs.clone();
      double[] down = outputs.clone();
      up[k] += h;
      down[k] -= h;
      double slope = (sum.applyAsDouble(up, row) - sum.applyAsDouble(down, row)) / (2 * h);
      assertThat(found.slopes()[k]).isCloseTo(0.25 * share * slope, within(1e-9));
    }
  }

  private static double crossEntropies(double[] logits, int row) {
    double sum = 0;
    for (int t = 0; t < T; t++) {
      int at = (row * T + t) * V;
      double z = 0;
      for (int k = 0; k < V; k++) {
        z += Math.exp(logits[at + k]);
      }
      sum += Math.log(z) - logits[at + LABELS[row * T + t]];
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void classesAtEachPosition(KernelProvider provider) {
    Targets targets = new Targets.Sequences(LABELS, V, T);
    for (Datum datum : Datum.values()) {
      Likelihood likelihood = new PerPosition(new Likelihood.Categorical(V), T, datum);
      double share = datum == Datum.WHOLE ? 1 : 1.0 / T;
      holds(
          at(provider, likelihood, targets, LOGITS),
          LOGITS,
          share,
          PerPositionTest::crossEntropies);
    }
  }

  /** Two numbers at each position, sigma 0.7. */
  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void numbersAtEachPosition(KernelProvider provider) {
    double[] outputs = normals(N * T * 2, 2);
    double[] y = normals(N * T * 2, 3);
    Likelihood likelihood = new PerPosition(new Likelihood.Gaussian(2, 0.7), T, Datum.SEQUENCE);
    holds(
        at(provider, likelihood, new Targets.Values(y, 2 * T), outputs),
        outputs,
        1.0 / T,
        (f, row) -> {
          double sum = T * Math.log(2 * Math.PI * 0.49);
          for (int j = row * 2 * T; j < (row + 1) * 2 * T; j++) {
            sum += (f[j] - y[j]) * (f[j] - y[j]) / 0.98;
          }
          return sum;
        });
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void eventsAtEachPosition(KernelProvider provider) {
    double[] outputs = normals(N * T, 4);
    double[] y = Arrays.stream(LABELS).mapToDouble(label -> label % 2).toArray();
    Likelihood likelihood = new PerPosition(new Likelihood.Bernoulli(1), T, Datum.TOKEN);
    holds(
        at(provider, likelihood, new Targets.Values(y, T), outputs),
        outputs,
        1.0 / T,
        (f, row) -> {
          double sum = 0;
          for (int j = row * T; j < (row + 1) * T; j++) {
            sum += Math.log(1 + Math.exp(f[j])) - y[j] * f[j];
          }
          return sum;
        });
  }

  @Test
  void whatADatumIs() {
    Likelihood.Categorical each = new Likelihood.Categorical(V);
    assertThat(new PerPosition(each, T, Datum.SEQUENCE).datumOf(1000))
        .isEqualTo(
            "a datum is a sequence, its loss the mean over its 3 positions: n = 1,000, L_n in nats"
                + " per position");
    assertThat(new PerPosition(each, T, Datum.TOKEN).datumOf(1000))
        .isEqualTo(
            "a datum is one of the 3 positions of a sequence: n = 3,000, L_n in nats per position");
    assertThat(new PerPosition(each, T, Datum.WHOLE).datumOf(1000))
        .isEqualTo(
            "a datum is a sequence, its loss the sum over its 3 positions: n = 1,000, L_n in nats"
                + " per sequence");
    assertThat(new PerPosition(each, T, Datum.TOKEN).targetKind())
        .isEqualTo(new TargetKind.Sequences(OptionalInt.of(V)));
  }

  /** Of 15 labels 5, 3, 3, 4 are of the four classes. */
  @Test
  void theBestConstantIsTheShareOfEachToken() {
    double entropy = 0;
    for (int count : new int[] {5, 3, 3, 4}) {
      entropy -= count / 15.0 * Math.log(count / 15.0);
    }
    Targets targets = new Targets.Sequences(LABELS, V, T);
    Likelihood.Categorical each = new Likelihood.Categorical(V);
    assertThat(new PerPosition(each, T, Datum.SEQUENCE).constantLoss(targets))
        .isCloseTo(entropy, within(1e-14));
    assertThat(new PerPosition(each, T, Datum.WHOLE).constantLoss(targets))
        .isCloseTo(T * entropy, within(1e-14));
  }

  @Test
  void otherTargetsAreNamed() {
    Likelihood likelihood = new PerPosition(new Likelihood.Categorical(3), T, Datum.SEQUENCE);
    assertThatThrownBy(() -> likelihood.requireFits(data(new Targets.Sequences(LABELS, V, T))))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "d: label of row 1, position 2 must be in [0, 2] (the network has 3 outputs), got 3");
    assertThatThrownBy(() -> likelihood.requireFits(data(new Targets.Classes(new int[N], 3))))
        .hasMessage("d: the network predicts a class at each of 3 positions, got class labels");
    Targets long5 = new Targets.Sequences(new int[N * 5], 2, 5);
    assertThatThrownBy(() -> likelihood.requireFits(data(long5)))
        .hasMessage("d: has labels at 5 positions, the network has outputs at 3");
    Targets.Sequences sequences = new Targets.Sequences(LABELS, V, T);
    assertThatThrownBy(() -> new Likelihood.Categorical(V).requireFits(data(sequences)))
        .hasMessage(
            "d: a categorical likelihood needs class labels, got class labels at 3 positions");
  }
}
