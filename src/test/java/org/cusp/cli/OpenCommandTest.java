package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cusp.SharedFiles;
import org.cusp.foreign.WeightsSeeds;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenCommandTest {
  @TempDir Path folder;

  private String small() throws IOException {
    byte[] file = WeightsSeeds.torchZip(WeightsSeeds.torchPickle());
    return Files.write(folder.resolve("net.pt"), file).toString();
  }

  private String array(String name, int rows, int columns, double... values) {
    Path file = folder.resolve(name);
    Npy.write(file, new NumericArray(new int[] {rows, columns}, values));
    return file.toString();
  }

  private static JsonNode json(CommandRun run) throws IOException {
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void theDocumentNamesWhatTheFileHolds() throws IOException {
    JsonNode opened = json(CommandRun.of("open", small(), "--json"));
    assertThat(opened.get("architecture").asText()).isEqualTo("mlp 3-2");
    assertThat(opened.get("parameters").asInt()).isEqualTo(8);
    assertThat(opened.get("tensors")).hasSize(2);
    assertThat(opened.get("tensors").get(0).get("name").asText()).isEqualTo("fc.weight");
    assertThat(opened.get("tensors").get(0).get("shape").toString()).isEqualTo("[2,3]");
    assertThat(opened.get("loss").isNull()).isTrue();
  }

  /**
   * The outputs are (321 + 7, 654 + 8) and (7, 8), so the labels 1 and 1 cost 0 and log(1 + 1/e).
   */
  @Test
  void lossAccuracyAndDifferenceOnData() throws IOException {
    String x = array("x.npy", 2, 3, 1, 10, 100, 0, 0, 0);
    String y = array("y.npy", 2, 1, 1, 1);
    String expected = array("logits.npy", 2, 2, 328, 662, 7, 8.25);
    JsonNode opened =
        json(CommandRun.of("open", small(), "--data", x + "," + y, "--expect", expected, "--json"));
    assertThat(opened.get("loss").asDouble())
        .isCloseTo(Math.log1p(Math.exp(-1)) / 2, within(1e-15));
    assertThat(opened.get("accuracy").asDouble()).isEqualTo(1);
    assertThat(opened.get("constantLoss").asDouble()).isZero();
    assertThat(opened.get("largestDifference").asDouble()).isEqualTo(0.25);
    assertThat(opened.get("evaluation").get("differenceRow").asInt()).isEqualTo(2);
  }

  @Test
  void theSpecIsOneThatCuspReads() throws IOException {
    String file = small();
    CommandRun printed = CommandRun.of("open", file, "--spec");
    assertThat(printed.code()).isZero();
    Path spec = Files.writeString(folder.resolve("net.yaml"), printed.out());
    Path x = Path.of(array("x.npy", 2, 3, 1, 10, 100, 0, 0, 0));
    Path y = Path.of(array("y.npy", 2, 1, 1, 1));
    CommandRun compared =
        CommandRun.of(
            "compare", file, file, "--spec", spec.toString(), "--data", x + "," + y, "--json");
    JsonNode result = json(compared);
    assertThat(result.toString()).contains("\"lossA\"");
  }

  @ParameterizedTest
  @CsvSource({
    "'--data,x.npy', 'has 2 numbers for an example, the network takes 3'",
    "'--expect,x.npy', '--expect and --normalise are for --data'",
    "'--activation,rleu', \"unknown activation 'rleu': did you mean 'relu'\"",
    "'--part,actor', 'unknown part of the names'"
  })
  void badInputIsOneLine(String options, String message) throws IOException {
    array("x.npy", 1, 2, 1, 2);
    String[] words = options.replace("x.npy", folder.resolve("x.npy").toString()).split(",");
    CommandRun run = CommandRun.of("open", small(), words[0], words[1]);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message.replace("\"", "")).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "char_rnn_module_2017.pt, 2",
    "actuator_lstm_torchscript.pt, 2",
    "tiny_tar_multi.tar, 2",
    "mnist_cnn_adv.pth, 0",
    "tiny_dtypes.safetensors, 0",
    "lstm.onnx, 0"
  })
  void filesOfOthersAreOpenedOrRefused(String file, int code) {
    CommandRun run = CommandRun.of("open", SharedFiles.text("data/checkpoints/" + file));
    assertThat(run.code()).isEqualTo(code);
    assertThat(code == 0 ? run.err() : run.out()).isEmpty();
  }

  @Test
  void aFolderWithShards() throws IOException {
    Path model = Files.createDirectory(folder.resolve("model"));
    Files.write(model.resolve("a.bin"), WeightsSeeds.torchZip(WeightsSeeds.torchPickle()));
    Files.writeString(
        model.resolve("pytorch_model.bin.index.json"),
        "{\"weight_map\": {\"fc.weight\": \"a.bin\", \"fc.bias\": \"a.bin\"}}");
    Files.writeString(model.resolve("config.json"), "{\"model_type\": \"mine\"}");
    JsonNode opened = json(CommandRun.of("open", model.toString(), "--json"));
    assertThat(opened.get("architecture").asText()).isEqualTo("mlp 3-2");
    assertThat(opened.get("notes").toString()).contains("config.json: 'mine'");
    Files.writeString(
        model.resolve("pytorch_model.bin.index.json"),
        "{\"weight_map\": {\"fc.weight\": \"../net.pt\"}}");
    small();
    CommandRun outside = CommandRun.of("open", model.toString());
    assertThat(outside.code()).isEqualTo(2);
    assertThat(outside.err()).contains("there is no file '../net.pt' beside it");
  }
}
