package org.cusp.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.spec.LoadedData;
import org.cusp.spec.Spec;
import org.cusp.tensor.KernelProvider;

/**
 * What the weights after a step are a function of. It stands in the state of a training, so that
 * two trainings cannot become one.
 *
 * @param data SHA-256 of the training data, see {@link DataSet#fingerprint}
 * @param testData SHA-256 of the held-out data; "none" without
 * @param settings of data, model and training, see {@link Spec#trainingFacts}
 * @param kernels that do the arithmetic
 * @param version of Cusp
 */
record TrainingFacts(
    String data, String testData, Map<String, String> settings, String kernels, String version) {
  private static final String NONE = "none";
  private static final String DATA = "data";
  private static final String TEST_DATA = "testData";
  private static final String KERNELS = "kernels";
  private static final String VERSION = "version";
  private static final String SETTING_PREFIX = "setting.";
  private static final String FROM_CONTENT = "the SHA-256 of train.from";
  private static final String ELSE = "or train under another name (name: or --out)";

  /** Of a training that begins or goes on here. */
  static TrainingFacts of(Spec spec, LoadedData data, KernelProvider kernels, Start start) {
    Map<String, String> settings = new LinkedHashMap<>(spec.trainingFacts());
    start.from().ifPresent(from -> settings.put(FROM_CONTENT, from.sha256()));
    return new TrainingFacts(
        data.train().fingerprint(),
        data.test().map(DataSet::fingerprint).orElse(NONE),
        settings,
        kernels.create().name(),
        Build.THIS.version());
  }

  /** For the metadata of a state. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(DATA, data);
    metadata.put(TEST_DATA, testData);
    metadata.put(KERNELS, kernels);
    metadata.put(VERSION, version);
    settings.forEach((key, value) -> metadata.put(SETTING_PREFIX + key, value));
    return metadata;
  }

  /**
   * Refuses a state of other data or settings.
   *
   * @param state what it says of itself; empty for a beginning, which may be of anything
   * @throws InvalidInput naming the first difference, and what to do
   */
  void requireSameSubject(Path run, Map<String, String> state) {
    if (state.isEmpty()) {
      return;
    }
    if (state.get(DATA) == null) {
      throw new InvalidInput(
          run + ": its state does not say what data it was trained on; " + ELSE.substring(3));
    }
    if (!data.equals(state.get(DATA))) {
      throw new InvalidInput(
          run + ": the training data are not those of the run; put them back, " + ELSE);
    }
    if (!testData.equals(state.get(TEST_DATA))) {
      throw new InvalidInput(
          run + ": the held-out data are not those of the run; put them back, " + ELSE);
    }
    settings.forEach((key, value) -> requireSetting(run, key, value, state));
  }

  private static void requireSetting(
      Path run, String key, String value, Map<String, String> state) {
    String before = state.getOrDefault(SETTING_PREFIX + key, "(none)");
    if (!value.equals(before)) {
      throw new InvalidInput(
          run
              + ": was trained with "
              + key
              + " = "
              + before
              + ", now it is "
              + value
              + "; set it back, "
              + ELSE);
    }
  }

  /**
   * Refuses a state whose arithmetic was another.
   *
   * @throws InvalidInput naming the difference, and what to do
   */
  void requireSameArithmetic(Path run, Map<String, String> state) {
    if (state.isEmpty()) {
      return;
    }
    requireArithmetic(run, "kernels", kernels, state.get(KERNELS), "give --kernels as before, ");
    requireArithmetic(run, "Cusp", version, state.get(VERSION), "go on with that one, ");
  }

  private static void requireArithmetic(
      Path run, String what, String now, String before, String remedy) {
    if (!now.equals(before)) {
      throw new InvalidInput(
          run
              + ": was trained with "
              + what
              + " "
              + before
              + ", this is "
              + now
              + "; "
              + remedy
              + ELSE);
    }
  }
}
