package org.cusp.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.Safetensors;
import org.cusp.format.TensorFile;
import org.cusp.format.WeightsFile;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;
import org.cusp.spec.ModelSpec;
import org.cusp.spec.Spec;
import org.cusp.tensor.Precision;

/**
 * The weights of a network. Cusp's own are in the safetensors format: tensors named and shaped as
 * in its {@link ParamSpace}, F32 or F64, with the step and the spec in the metadata.
 *
 * @param source what messages call it: its file
 * @param order whether the order of the tensors is that of the layers
 * @param notes what was taken of the file and what was left
 */
public record Checkpoint(
    String source, WeightsFile.Order order, TensorFile content, List<String> notes) {
  private static final String FORMAT = "format";
  private static final String CUSP = "cusp";
  private static final String STEP = "step";
  private static final String EPOCH = "epoch";
  private static final String SPEC = "spec";
  private static final String NAME = "name";
  private static final String SEED = "seed";

  /** Of a file of which there is nothing to say. */
  Checkpoint(String source, WeightsFile.Order order, TensorFile content) {
    this(source, order, content, List.of());
  }

  /** The weights of a spec's model after so many steps. */
  public static Checkpoint of(Spec spec, long step, double epoch, double[] w) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, CUSP);
    metadata.put(STEP, Long.toString(step));
    metadata.put(EPOCH, Double.toString(epoch));
    metadata.put(NAME, spec.name());
    metadata.put(SEED, Long.toString(spec.seed()));
    metadata.put(SPEC, spec.text());
    return of(
        spec.name() + ", step " + step,
        spec.model().build().parameters(),
        spec.model().precision(),
        w,
        metadata);
  }

  /**
   * Weights with metadata of one's own.
   *
   * @param source what messages call it
   * @param w the flat parameter vector
   */
  public static Checkpoint of(
      String source,
      ParamSpace space,
      Precision precision,
      double[] w,
      Map<String, String> metadata) {
    Check.equal(source + ": the number of weights", w.length, space.size());
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    for (ParamSpace.Tensor tensor : space.tensors()) {
      tensors.put(tensor.name(), named(tensor, w, precision));
    }
    return new Checkpoint(source, WeightsFile.Order.KEPT, new TensorFile(metadata, tensors));
  }

  private static NamedTensor named(ParamSpace.Tensor tensor, double[] w, Precision precision) {
    int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
    double[] values = new double[tensor.size()];
    System.arraycopy(w, tensor.offset(), values, 0, values.length);
    return precision == Precision.FLOAT32
        ? NamedTensor.float32(shape, values)
        : NamedTensor.float64(shape, values);
  }

  /**
   * Any file of weights.
   *
   * @throws InvalidInput if it is not a whole one
   */
  public static Checkpoint read(Path file) {
    WeightsFile read = WeightsFile.read(file);
    return new Checkpoint(file.toString(), read.order(), read.content(), read.notes());
  }

  /** Writes the file, whole or not at all. */
  public void write(Path file) {
    Safetensors.write(file, content);
  }

  /** Updates made; empty if the file does not say. */
  public OptionalLong step() {
    try {
      String step = content.metadata().get(STEP);
      return step == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(step));
    } catch (NumberFormatException e) {
      throw new InvalidInput(source + ": metadata step must be a whole number", e);
    }
  }

  /** The text of the spec file that it was trained with; empty for a foreign file. */
  public Optional<String> specText() {
    return Optional.ofNullable(content.metadata().get(SPEC));
  }

  /** The model that it was trained as; empty for a foreign file. */
  public Optional<ModelSpec> modelSpec() {
    return specText().map(text -> ModelSpec.fromSpecText(text, source + ", spec in the metadata"));
  }

  /** Whether its tensors are named as those of a model. */
  public boolean hasNamesOf(Model model) {
    return model.parameters().tensors().stream()
        .allMatch(tensor -> content.tensors().containsKey(tensor.name()));
  }

  /** The flat parameter vector of a model, see {@link #weightsFor(Model, TensorOrder)}. */
  public CheckpointWeights weightsFor(Model model) {
    return weightsFor(model, TensorOrder.NONE);
  }

  /**
   * The flat parameter vector of a model.
   *
   * <p>A file with other names is accepted where its tensors fit those of the model in one way, by
   * their shapes, by the numbers in their names, or by the order of the file where the format keeps
   * one; the notes say so, and what was left out: empty tensors, counters, states of optimisers.
   *
   * @param order what the user says about the tensors
   * @throws InvalidInput if a tensor is missing, is one too many or has another shape, several
   *     orders fit, a layer that changes the function is not in the model, or a number is not
   *     finite
   */
  public CheckpointWeights weightsFor(Model model, TensorOrder order) {
    return CheckpointWeights.of(this, model.parameters(), order);
  }
}
