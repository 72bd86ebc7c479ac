package org.cusp.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Scaling;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.spec.training.OptimizerSpec;
import org.cusp.spec.training.Schedule;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
  private static final Path FOLDER = Path.of("/somewhere");
  private static final String MINIMAL =
      """
      data:
        source: digits
      model:
        type: mlp
        widths: [64, 10]
      """;

  private static Spec parse(String text) {
    return SpecReader.parse(text, FOLDER, "net.yaml");
  }

  private static String with(String section, String line) {
    String text = MINIMAL + "train:\n  batch: 32\nllc:\n  draws: 4\n";
    return text.replace(section + ":\n", section + ":\n  " + line + "\n");
  }

  @Test
  void everyKeyIsRead() {
    Spec spec =
        parse(
            """
            name: all
            seed: 5
            data: {source: csv, path: sub/a.csv, target: 'a,b', kind: values,
                   scaling: divide 16, limit: 100, test: 0.25}
            model: {type: mlp, widths: [3, 4, 2], activation: gelu, likelihood: gaussian,
                    sigma: 0.5, precision: float64}
            train: {optimizer: sgd, learningRate: 1e-2, momentum: 0.5, weightDecay: 1e-4,
                    schedule: step, decayEvery: 10, decayFactor: 0.5, warmup: 5, batch: 8,
                    steps: 1000, checkpoints: [0, 10, 1000], evaluateEvery: 7}
            llc: {chains: 2, draws: 30, burnIn: 4, thin: 5, batch: 6, gamma: 7, nBeta: 8.5,
                  step: 1e-4, seed: 9}
            """);
    assertThat(spec.name()).isEqualTo("all");
    assertThat(spec.seed()).isEqualTo(5);
    assertThat(spec.data().source().facts())
        .containsEntry("path", FOLDER.resolve("sub/a.csv").toString())
        .containsEntry("target", "a,b")
        .containsEntry("kind", "values");
    assertThat(spec.data().scaling()).isEqualTo(new Scaling.DivideBy(16));
    assertThat(spec.data().limit()).hasValue(100);
    assertThat(spec.data().test().of(100)).isEqualTo(25);
    assertThat(spec.model().build())
        .isEqualTo(new Mlp(List.of(3, 4, 2), Activation.GELU, new Likelihood.Gaussian(2, 0.5)));
    assertThat(spec.model().precision()).isEqualTo(Precision.FLOAT64);
    assertThat(spec.train().optimizer()).isEqualTo(new OptimizerSpec.Sgd(0.5, 1e-4));
    assertThat(spec.train().rate().learning()).isEqualTo(0.01);
    assertThat(spec.train().rate().schedule())
        .isEqualTo(new Schedule.Warmup(5, new Schedule.Step(10, 0.5)));
    assertThat(spec.train().batch()).isEqualTo(8);
    assertThat(spec.train().steps()).isEqualTo(1000);
    assertThat(spec.train().checkpoints()).containsExactly(0, 10, 1000);
    assertThat(spec.train().evaluateEvery()).isEqualTo(7);
    LlcSpec llc = spec.llc();
    assertThat(llc.chains()).isEqualTo(2);
    assertThat(llc.draws()).hasValue(30);
    assertThat(llc.burnIn()).hasValue(4);
    assertThat(llc.thin()).hasValue(5);
    assertThat(llc.batchOf(100)).isEqualTo(6);
    assertThat(llc.gamma()).hasValue(7);
    assertThat(llc.nBetaOf(100)).isEqualTo(8.5);
    assertThat(llc.step()).hasValue(1e-4);
    assertThat(llc.seed()).isEqualTo(9);
  }

  @Test
  void aSamplerWithItsSettings() {
    LlcSpec llc = parse(MINIMAL + "llc:\n  sampler: sghmc:friction=0.3,step=2e-4\n").llc();
    assertThat(llc.asked()).contains(Samplers.parse("sghmc:friction=0.3,step=2e-4"));
    assertThat(llc.step()).hasValue(2e-4);
    assertThat(llc.request()).containsEntry("sampler", "sghmc:friction=0.3");
    assertThat(LlcSpec.ofRequest(llc.request())).isEqualTo(llc);
    assertThat(parse(MINIMAL + "llc:\n  sampler: auto\n").llc().asked()).isEmpty();
    LlcSpec other = llc.withSampler("mala").withStep(0.5);
    assertThat(other.asked()).contains(Samplers.parse("mala:step=0.5"));
  }

  @Test
  void samplersThatAreWrong() {
    assertThatThrownBy(() -> parse(MINIMAL + "llc:\n  sampler: sghmc:fricton=0.3\n"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("unknown key of sampler sghmc 'fricton': did you mean 'friction'");
    assertThatThrownBy(() -> parse(MINIMAL + "llc:\n  sampler: nuts\n"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("unknown sampler 'nuts'");
    assertThatThrownBy(() -> parse(MINIMAL + "llc:\n  sampler: sgld:step=1\n  step: 1\n"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("is given twice");
  }

  @Test
  void whatIsNotSaidHasDefaults() {
    Spec spec = parse(MINIMAL + "seed: 3\n");
    assertThat(spec.name()).isEqualTo("net");
    assertThat(spec.train().optimizer()).isEqualTo(new OptimizerSpec.Adam(0.9, 0.999, 1e-8, 0));
    assertThat(spec.train().steps()).isEqualTo(3000);
    assertThat(spec.train().evaluateEvery()).isEqualTo(15);
    assertThat(spec.train().checkpoints()).hasSize(14).startsWith(0, 1).endsWith(3000);
    assertThat(spec.llc()).isEqualTo(LlcSpec.defaults(3));
    assertThat(spec.llc().batchOf(100)).isEqualTo(100);
    assertThat(spec.llc().batchOf(1000)).isEqualTo(512);
    // 1400 / ln 1400
    assertThat(spec.llc().nBetaOf(1400)).isCloseTo(193.257, within(1e-3));
    assertThat(spec.text()).isEqualTo(MINIMAL + "seed: 3\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data | sorce: x | unknown key in data with source digits 'sorce': did you mean 'source'",
        "data | path: x | unknown key in data with source digits 'path'",
        "model | sigma: 1 | unknown key in model with type mlp and likelihood categorical 'sigma'",
        "train | lerningRate: 1 | 'lerningRate': did you mean 'learningRate'",
        "train | momentum: 0.9 | unknown key in train with optimizer adam and schedule constant",
        "llc | burnin: 3 | unknown key in llc 'burnin': did you mean 'burnIn'",
        "train | steps: many | train.steps must be a whole number, got \"many\"",
        "train | steps: 0 | train.steps must be in [1, 2147483646], got 0",
        "train | steps: 2.5 | train.steps must be a whole number",
        "train | steps: 99999999999 | train.steps must be a whole number below 2^31 in size",
        "train | steps: 1e999999999 | train.steps must be a whole number",
        "train | steps: | train.steps must be a whole number, got nothing",
        "train | steps: [1] | train.steps must be a whole number, got [1]",
        "train | learningRate: -1 | train.learningRate must be in (0, inf), got -1.0",
        "train | learningRate: .nan | line 7, column 21: Malformed numeric value '.nan'",
        "train | learningRate: NaN | train.learningRate must be a number",
        "llc | draws: 9 | line 10, column 8: Duplicate field 'draws'",
        "train | learningRate: true | train.learningRate must be a number, got true",
        "train | optimizer: adm | unknown train.optimizer 'adm': did you mean 'adam'",
        "train | initialScale: 0 | train.initialScale must be in (0, inf), got 0.0",
        "train | beta1: 1 | train.beta1 must be in [0, 1), got 1.0",
        "train | schedule: step | train.decayEvery is missing",
        "train | checkpoints: 0 | train.checkpoints must be in [1, 3001], got 0",
        "train | checkpoints: every 0 | train.checkpoints, every must be in [1, 3000], got 0",
        "train | checkpoints: every x | train.checkpoints must be a whole number",
        "train | checkpoints: [5, 5] | train.checkpoints must be increasing, got 5 after 5",
        "train | checkpoints: [4000] | train.checkpoints must be in [0, 3000], got 4000",
        "train | checkpoints: [] | train.checkpoints must name at least one step",
        "train | evaluateEvery: 0 | train.evaluateEvery must be in [1, inf), got 0",
        "model | activation: tan | unknown model.activation 'tan': did you mean 'tanh'",
        "model | precision: float16 | unknown model.precision 'float16'",
        "model | likelihood: poisson | unknown model.likelihood 'poisson'",
        "data | test: 1 | data.test must be 0, a number of examples in [2, inf), or a fraction",
        "data | test: 1.5 | or a fraction in (0, 1), got 1.5",
        "data | scaling: divide 0 | data.scaling must be none, divide <number other than 0>",
        "data | scaling: zscore | data.scaling must be none",
        "data | limit: 1 | data.limit must be in [2, inf), got 1",
        "data | kind: values | data.kind must be classes for this source",
        "llc | chains: 0 | llc.chains must be in [1, inf), got 0",
        "llc | gamma: -1 | llc.gamma must be in [0, inf), got -1.0",
        "llc | step: 0 | llc.step must be in (0, inf), got 0.0",
      })
  void aFaultNamesFileKeyValueAndWhatIsAllowed(String section, String line, String message) {
    assertThatThrownBy(() -> parse(with(section, line)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("net.yaml: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[64] | model.widths must name at least inputs and outputs, got [64]",
        "[64, 0, 10] | model.widths[1] must be in [1, inf), got 0",
        "[64, x] | model.widths[1] must be a whole number, got \"x\"",
        "64 | model.widths must be a list of whole numbers such as [64, 32, 10], got 64",
        "[64, 1] | classes must be in [2, inf), got 1",
        "[100000, 100000] | model: the model (tensor layers.0.weight [100000, 100000]) needs 74.5 GB",
      })
  void wrongWidths(String widths, String message) {
    assertThatThrownBy(() -> parse(MINIMAL.replace("[64, 10]", widths)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("net.yaml: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "---\n"})
  void emptyFile(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("net.yaml: is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: [1", "a: 1\na: 2", "\u0001", "a: b: c", "data: *nothing", "a: 1\n---\nb: 2"})
  void notYaml(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("net.yaml: ")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"just a word", "[1, 2]", "3"})
  void notSections(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("net.yaml: must be YAML with sections");
  }

  @Test
  void missingSectionsAndKeys() {
    assertThatThrownBy(() -> parse("name: a"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("net.yaml: section data is missing");
    assertThatThrownBy(() -> parse("data: 3"))
        .hasMessage("net.yaml: data must be a section of keys and values, got 3");
    assertThatThrownBy(() -> parse(MINIMAL.replace("  source: digits\n", "")))
        .hasMessage(
            "net.yaml: data.source is missing: give one of digits, csv, idx, cifar10, npy, npz, tokens,"
                + " text, in-context-regression, teacher, problem, modular-addition");
    assertThatThrownBy(() -> parse(MINIMAL.replace("digits", "npy")))
        .hasMessage("net.yaml: data.x is missing");
    assertThatThrownBy(() -> parse(MINIMAL + "tain: {}"))
        .hasMessageStartingWith("net.yaml: unknown key in the spec 'tain': did you mean 'train'?");
  }

  @Test
  void filesThatCannotBeRead(@TempDir Path folder) throws IOException {
    Path absent = folder.resolve("absent.yaml");
    assertThatThrownBy(() -> SpecReader.read(absent))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(absent + ": cannot be read (no such file)");
    assertThatThrownBy(() -> SpecReader.read(folder))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("is a folder");
    Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 1});
    assertThatThrownBy(() -> SpecReader.read(binary))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(binary + ": is not valid YAML: not a text in UTF-8");
    Path spec =
        Files.writeString(
            folder.resolve("s.yaml"), MINIMAL.replace("digits", "csv\n  path: gone.csv"));
    assertThatThrownBy(() -> SpecReader.read(spec).loadData())
        .isInstanceOf(InvalidInput.class)
        .hasMessage(folder.resolve("gone.csv") + ": cannot be read (no such file)");
  }

  @Test
  void dataAreSplitBySeedAndScaled() {
    Spec spec = parse(with("data", "test: 397\n  scaling: divide 16"));
    LoadedData loaded = spec.loadData();
    assertThat(loaded.train().n()).isEqualTo(1400);
    assertThat(loaded.test().orElseThrow().n()).isEqualTo(397);
    assertThat(Stream.of(loaded.train().x()).flatMapToDouble(Arrays::stream).max()).hasValue(1.0);
    String other =
        parse(with("data", "test: 397\n  scaling: divide 16") + "seed: 2\n")
            .loadData()
            .train()
            .fingerprint();
    assertThat(other).isNotEqualTo(loaded.train().fingerprint());
    assertThat(spec.loadData().train().fingerprint()).isEqualTo(loaded.train().fingerprint());
  }

  @Test
  void dataThatDoNotFit() {
    assertThatThrownBy(() -> parse(MINIMAL.replace("64", "63")).loadData())
        .isInstanceOf(InvalidInput.class)
        .hasMessage("digits: has 64 features, but model.widths begins with 63");
    assertThatThrownBy(() -> parse(MINIMAL.replace("64, 10", "64, 9")).loadData())
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("digits: label of row 10 must be in [0, 8]");
    assertThatThrownBy(() -> parse(with("data", "limit: 1798")).loadData())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("data.limit must be in [2, 1797]");
  }

  @Test
  void checkpointsAtMultiples() {
    assertThat(parse(MINIMAL + "train: {steps: 25, checkpoints: every 10}").train().checkpoints())
        .containsExactly(0, 10, 20, 25);
    assertThat(parse(MINIMAL + "train: {steps: 20, checkpoints: every 10}").train().checkpoints())
        .containsExactly(0, 10, 20);
  }

  @Test
  void aProblemGivesDataAndModel() {
    String text =
        "seed: 4\ndata:\n  source: problem\n  problem: 'tms:columns=6,gon=5,n=50'\n  test: 10\n";
    Spec spec = parse(text + "train:\n  batch: 20\n  initialScale: 0.5\n");
    Problem problem = Problems.parse("tms:columns=6,gon=5,n=50", 4);
    assertThat(spec.model().build()).isEqualTo(problem.model());
    assertThat(spec.model().precision()).isEqualTo(Precision.FLOAT64);
    assertThat(spec.loadData().train().n()).isEqualTo(40);
    assertThat(spec.problem().orElseThrow().truth()).isEqualTo(problem.truth());
    assertThat(parse(text + "model:\n  type: problem\n  precision: float32\n").model().precision())
        .isEqualTo(Precision.FLOAT32);
    double[] whole = parse(text).initialWeights();
    assertThat(spec.initialWeights()[3]).isEqualTo(0.5 * whole[3]);
    Spec fixed = parse(text.replace("  test: 10", "  seed: 9"));
    assertThat(fixed.loadData().train().fingerprint())
        .isEqualTo(Problems.parse("tms:columns=6,gon=5,n=50", 9).data().fingerprint());
    assertThat(ModelSpec.fromSpecText(text, "net.safetensors").build()).isEqualTo(problem.model());
  }

  @Test
  void aProblemMayBeLearnedByAnotherModel() {
    Spec spec =
        parse(
            "data:\n  source: problem\n  problem: 'rrr:inputs=3,outputs=2,hidden=2,rank=1,n=50'\n"
                + "model:\n  type: mlp\n  widths: [3, 4, 2]\n  likelihood: gaussian\n");
    assertThat(spec.model().build().type()).isEqualTo("mlp");
    assertThat(spec.loadData().train().n()).isEqualTo(50);
    assertThat(spec.problem()).isEmpty();
  }

  @Test
  void modularAdditionHasClassesOrValues() {
    String text = "data:\n  source: modular-addition\n  modulus: 5\n";
    String model = "model:\n  type: mlp\n  widths: [10, 7, 5]\n  activation: quadratic\n";
    assertThat(parse(text + model).loadData().train().n()).isEqualTo(25);
    Spec values = parse(text + "  kind: values\n" + model + "  likelihood: gaussian\n");
    Targets.Values targets = (Targets.Values) values.loadData().train().targets();
    // Row 4 * 5 + 3: 4 + 3 = 2 modulo 5.
    assertThat(Arrays.copyOfRange(targets.values(), 23 * 5, 24 * 5)).containsExactly(0, 0, 1, 0, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source: problem | data.problem is missing",
        "source: problem, problem: 'tmz:columns=6' | data.problem: unknown problem 'tmz'",
        "source: problem, problem: 'tms:columns=6,n=0' | data.problem: n must be in [1, inf)",
        "source: problem, problem: 'tms:columns=6', limt: 3 | did you mean 'limit'",
        "source: modular-addition | data.modulus is missing",
        "source: modular-addition, modulus: 1 | data.modulus must be in [2, 812], got 1",
        "source: modular-addition, modulus: 5 | section model is missing",
      })
  void drawnDataThatAreWrong(String data, String message) {
    assertThatThrownBy(() -> parse("data: {" + data + "}\n"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("net.yaml: ")
        .hasMessageContaining(message);
  }

  @Test
  void aProblemsModelNeedsItsData() {
    assertThatThrownBy(() -> parse("data: {source: digits}\nmodel: {type: problem}\n"))
        .hasMessageContaining("model.type must be another type where data.source is not problem");
    assertThatThrownBy(
            () ->
                parse(
                    "data: {source: problem, problem: 'tms:'}\n"
                        + "model: {type: problem, activation: tanh}\n"))
        .hasMessageContaining("unknown key in model with type problem 'activation'");
  }

  @Test
  void modelOfASpecTextNeedsNoData() {
    ModelSpec model = ModelSpec.fromSpecText(MINIMAL, "net.safetensors");
    assertThat(model.build().size()).isEqualTo(650);
    assertThatThrownBy(() -> ModelSpec.fromSpecText("a: 1", "net.safetensors"))
        .hasMessage("net.safetensors: section model is missing");
  }
}
