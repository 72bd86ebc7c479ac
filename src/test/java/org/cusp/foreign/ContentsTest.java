package org.cusp.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cusp.SharedFiles;
import org.cusp.foreign.given.Normalisation;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files hold, with the values of the README of the shared checkpoints. */
class ContentsTest {
  @TempDir Path folder;

  private static final double EPS = 1e-5;

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("w"), bytes);
  }

  /** W (1, 10, 100) + b = (1 + 20 + 300 + 7, 4 + 50 + 600 + 8). */
  private void isTheSmallNetwork(byte[] file, String format, double sign) throws IOException {
    Contents contents = Contents.read(write(file));
    assertThat(contents.weights().format()).isEqualTo(format);
    assertThat(contents.parameters()).isEqualTo(8);
    Network.Stepwise network = steps(contents);
    assertThat(
            Network.apply(
                network.steps(Nonlinearity.TANH, EPS), new double[] {sign, sign * 10, sign * 100}))
        .containsExactly(
            format.equals("ONNX") ? 0 : sign * 321 + 7, format.equals("ONNX") ? 0 : sign * 654 + 8);
  }

  @Test
  void oneNetworkInEveryFormat() throws IOException {
    isTheSmallNetwork(WeightsSeeds.torchZip(WeightsSeeds.torchPickle()), "torch", 1);
    isTheSmallNetwork(WeightsSeeds.torchLegacy(), "torch, before 1.6", 1);
    isTheSmallNetwork(WeightsSeeds.flax(), "flax msgpack", 1);
    // Its graph ends in a relu, so that negative sums are 0.
    isTheSmallNetwork(WeightsSeeds.onnx(), "ONNX", -1);
  }

  @ParameterizedTest
  @CsvSource({
    "mnist_mlp.pth, mlp 784-128-64-10, 109386",
    "mnist_mlp_spectral.pth, mlp 784-100-100-10, 89610",
    "mnist_sigmoid.pkl, mlp 784-50-100-10, 45360",
    "mnist_binary.npz, mlp with batch norm 784-200-100-100-100-10, 200878",
    "mnist_binary.pt, mlp with batch norm 784-200-100-100-100-10, 200878",
    "acas_mlp.onnx, mlp 5-50-50-50-50-50-50-5 (relu), 13305",
    "acas_keras1.h5, mlp 5-45-45-45-45-45-45-5, 10850",
    "ppo_cartpole.pth, actor: mlp 4-64-64-2; critic: mlp 4-64-64-1, 9155",
    "modadd_transformer.pt, modular addition: a transformer of 1 layer, 212608",
    "resnet20_cifar.th, 'ResNet-20: stem 3x3, blocks [3, 3, 3], 10 outputs', 269722",
    "mnist_cnn_legacy.pth, cnn: conv 1 to 16 (4x4), 166406",
    "mnist_bn.safetensors, cnn with batch norm: conv 1 to 8 (3x3), 376870",
    "silero_vad.safetensors, recurrent, 309633",
    "chemprop_lightning.pt, not recognised, 318904",
    "lstm.onnx, not recognised: operator LSTM, 448"
  })
  void filesOfOthers(String file, String architecture, long parameters) {
    Contents contents = Contents.read(SharedFiles.path("data/checkpoints/" + file));
    assertThat(Recogniser.of(contents).name()).startsWith(architecture);
    assertThat(contents.parameters()).isEqualTo(parameters);
  }

  private static double[] outputs(String file, String part, Nonlinearity f, double... example) {
    Contents contents = Contents.read(SharedFiles.path("data/checkpoints/" + file));
    Contents own = part == null ? contents : contents.part(part);
    return Network.apply(steps(own).steps(f, EPS), example);
  }

  private static Network.Stepwise steps(Contents contents) {
    return (Network.Stepwise) Recogniser.of(contents).function().orElseThrow();
  }

  /** All pairs modulo 59, as the files' README has them. */
  @ParameterizedTest
  @CsvSource({"modadd_transformer.pt, 1.560908e-7", "modadd_mlp.pt, 7.708722e-6"})
  void modularAddition(String file, double loss) {
    double[] x = new double[2 * 3481];
    double[] y = new double[3481];
    for (int i = 0; i < 3481; i++) {
      x[2 * i] = i / 59;
      x[2 * i + 1] = i % 59;
      y[i] = (i / 59 + i % 59) % 59;
    }
    Path inputs = folder.resolve("x.npy");
    Path labels = folder.resolve("y.npy");
    Npy.write(inputs, new NumericArray(new int[] {3481, 2}, x));
    Npy.write(labels, NumericArray.vector(y));
    Evaluation.Asked asked =
        new Evaluation.Asked(
            inputs + "," + labels,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Nonlinearity.RELU),
            EPS);
    Contents contents = Contents.read(SharedFiles.path("data/checkpoints/" + file));
    Network network = Recogniser.of(contents).function().orElseThrow();
    try (Workers workers = new Workers(2)) {
      Evaluation found = Evaluation.of(network, asked, workers);
      assertThat(found.fit().loss()).isCloseTo(loss, within(1e-12));
      assertThat(found.fit().accuracy()).isEqualTo(1);
      double[] logits =
          network.outputs(Nonlinearity.RELU, EPS, new double[] {17, 45}, 1, workers).values();
      if (file.equals("modadd_transformer.pt")) {
        assertThat(java.util.Arrays.copyOf(logits, 6))
            .containsExactly(
                new double[] {-8.173839, -51.532090, 3.520329, 60.397190, -2.145283, -54.531924},
                STATED);
      }
    }
  }

  /** Of an image of zeros and of a ramp from -1 to 1, as the files' README has them. */
  @Test
  void outputsOfAResNetThatOthersComputed() {
    double[] x = new double[2 * 3072];
    for (int k = 0; k < 3072; k++) {
      x[3072 + k] = k / 1535.5 - 1;
    }
    Contents contents = Contents.read(SharedFiles.path("data/checkpoints/resnet20_cifar.th"));
    Network network = Recogniser.of(contents).function().orElseThrow();
    try (Workers workers = new Workers(2)) {
      double[] outputs = network.outputs(Nonlinearity.RELU, EPS, x, 2, workers).values();
      assertThat(outputs)
          .containsExactly(
              new double[] {
                3.276047, -2.318933, 0.419073, 4.520217, -1.338563, 0.644854, 0.334888, -1.728834,
                0.166675, -4.005504, 4.017197, -3.073700, 2.863602, 0.854394, -0.059607, 0.416291,
                -2.435626, -1.993154, 2.719358, -3.378955
              },
              STATED);
    }
  }

  private static final org.assertj.core.data.Offset<Double> STATED =
      org.assertj.core.data.Offset.offset(1e-6);

  @Test
  void outputsThatOthersComputed() {
    assertThat(outputs("ppo_cartpole.pth", "actor", Nonlinearity.TANH, 0.01, -0.02, 0.03, -0.04))
        .containsExactly(new double[] {-0.003668, 0.068413}, STATED);
    assertThat(outputs("ppo_cartpole.pth", "critic", Nonlinearity.TANH, 0.01, -0.02, 0.03, -0.04))
        .containsExactly(new double[] {-0.081272}, STATED);
    assertThat(outputs("acas_mlp.onnx", null, Nonlinearity.RELU, 1, 1, 1, 100, 1))
        .containsExactly(
            new double[] {270.949617, 280.897471, 274.552553, 288.100710, 256.180377}, STATED);
    assertThat(outputs("ood_mlp.onnx", null, Nonlinearity.IDENTITY, 0.5, -0.25))
        .containsExactly(new double[] {-3.160291, 2.733556, 0.426540}, STATED);
    assertThat(outputs("acas_keras1.h5", null, Nonlinearity.RELU, 0.1, 0.2, 0.3, 0.4, 0.5))
        .containsExactly(
            new double[] {-0.020832, -0.019364, -0.018458, -0.018711, -0.019105}, STATED);
  }

  @ParameterizedTest
  @CsvSource({
    "mnist_mlp.pth, , 0.079660, 0.9752",
    "mnist_mlp_spectral.pth, , 1.065243, 0.8055",
    "mnist_mlp_spectral.pth, '0.1307,0.3081', 0.158831, 0.9649",
    "mnist_sigmoid.pkl, , 0.224544, 0.9352",
    "mnist_binary.npz, , 0.776313, 0.9587",
    "mnist_binary.pt, , 0.776313, 0.9587",
    "mnist_bn.safetensors, '0.1307,0.3081', 0.028088, 0.9917"
  })
  void lossesOnTheTestImagesOfMnist(String file, String normalise, double loss, double accuracy) {
    String data =
        SharedFiles.text("data/mnist-10k-images-idx3-ubyte.gz")
            + ","
            + SharedFiles.text("data/mnist-10k-labels-idx1-ubyte.gz");
    Contents contents = Contents.read(SharedFiles.path("data/checkpoints/" + file));
    Evaluation.Asked asked =
        new Evaluation.Asked(
            data,
            Optional.ofNullable(normalise).map(Normalisation::parse),
            Optional.empty(),
            Optional.empty(),
            EPS);
    try (Workers workers = new Workers(2)) {
      Network network = Recogniser.of(contents).function().orElseThrow();
      Evaluation evaluation = Evaluation.of(network, asked, workers);
      assertThat(evaluation.fit().loss()).isCloseTo(loss, STATED);
      assertThat(evaluation.fit().accuracy()).isEqualTo(accuracy);
      // The entropy of the shares of the ten labels, all near a tenth.
      assertThat(evaluation.fit().constantLoss()).isBetween(2.29, Math.log(10));
    }
  }

  @Test
  void rolesOfTensors() {
    Contents contents = Contents.read(SharedFiles.path("data/checkpoints/mnist_binary.npz"));
    List<Role> counters =
        contents.tensors().stream()
            .filter(tensor -> tensor.name().endsWith("/N"))
            .map(HeldTensor::role)
            .toList();
    assertThat(counters).hasSize(5).containsOnly(Role.WHOLE_NUMBERS);
    Contents keras = Contents.read(SharedFiles.path("data/checkpoints/acas_keras1.h5"));
    assertThat(keras.tensors().stream().filter(t -> t.role() == Role.OPTIMIZER)).hasSize(29);
  }
}
