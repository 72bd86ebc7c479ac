package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks with batch norm and graphs of ONNX by the command line, without a spec: an estimate of
 * their parameters alone. Which weights these are is held to PyTorch in ImageFilesTest.
 */
class SampledImageFilesTest {
  private static final Path ALL = Path.of("src/test/resources/org/cusp/foreign/images");
  private static final int N = 24;

  @TempDir Path folder;

  /** Standard normal inputs, and labels in turn: an estimate needs no network that fits them. */
  private String data(int features) {
    SplittableRandom random = new SplittableRandom(5);
    double[] x = random.doubles((long) N * features, -1.7, 1.7).toArray();
    double[] y = new double[N];
    for (int i = 0; i < N; i++) {
      y[i] = i % 3;
    }
    Npy.write(folder.resolve("x.npy"), new NumericArray(new int[] {N, features}, x));
    Npy.write(folder.resolve("y.npy"), NumericArray.vector(y));
    return folder.resolve("x.npy") + "," + folder.resolve("y.npy");
  }

  @ParameterizedTest
  @CsvSource({
    "mlp-after/model.pt, 5, 105",
    "cnn-onnx/model.onnx, 720, 246",
    "softmax-onnx/model.onnx, 5, 36"
  })
  void parametersAreSampledAndStatisticsAreNot(String file, int features, int parameters)
      throws Exception {
    CommandRun llc =
        CommandRun.of(
            "llc",
            ALL.resolve(file).toString(),
            "--data",
            data(features),
            "--sampler",
            "hmc",
            "--draws",
            "8",
            "--chains",
            "2",
            "--json");
    assertThat(llc.code()).as(llc.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(llc.out());
    assertThat(found.get("parameters").asInt()).isEqualTo(parameters);
    assertThat(found.get("llc").get("value").asDouble()).isFinite().isNotZero();
    assertThat(found.get("verdict").get("status").asText()).isNotEmpty();
  }
}
