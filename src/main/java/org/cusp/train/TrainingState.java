package org.cusp.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.Safetensors;
import org.cusp.format.TensorFile;
import org.cusp.tensor.Memory;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;

/** All that the rest of a training depends on: weights, the optimizer's state, and the step. */
final class TrainingState implements AutoCloseable {
  private static final String FORMAT = "format";
  private static final String RESUME_FORMAT = "cusp-resume";
  private static final String STEP = "step";
  private static final String SECONDS = "seconds";
  private static final String WEIGHTS = "weights";
  private static final String OPTIMIZER_PREFIX = "optimizer.";

  private final Slab weights;
  private final Map<String, Slab> optimizer = new LinkedHashMap<>();
  private final List<Slab> optimizerSlabs;
  private final Map<String, String> read;
  private long step;
  private double seconds;

  private TrainingState(
      Memory memory,
      Precision precision,
      double[] initial,
      Optimizer optimizer,
      Map<String, String> read) {
    this.read = Map.copyOf(read);
    this.weights = Slab.row(memory, precision, initial);
    for (String name : optimizer.stateNames()) {
      this.optimizer.put(name, weights.zerosBeside(1, initial.length));
    }
    this.optimizerSlabs = List.copyOf(this.optimizer.values());
  }

  static TrainingState initial(
      Memory memory, Precision precision, double[] weights, Optimizer optimizer) {
    return new TrainingState(memory, precision, weights, optimizer, Map.of());
  }

  /** The state in a file; a fault names the file. */
  static TrainingState read(
      Path file, Memory memory, Precision precision, int parameters, Optimizer optimizer) {
    TensorFile content = Safetensors.read(file);
    if (!RESUME_FORMAT.equals(content.metadata().get(FORMAT))) {
      throw new InvalidInput(file + ": is not a state to resume from; delete it to start again");
    }
    TrainingState state =
        new TrainingState(
            memory,
            precision,
            values(file, content, WEIGHTS, parameters),
            optimizer,
            content.metadata());
    state.optimizer.forEach(
        (name, slab) -> slab.setRow(0, values(file, content, OPTIMIZER_PREFIX + name, parameters)));
    try {
      state.step = Long.parseLong(content.metadata().getOrDefault(STEP, ""));
      state.seconds = Double.parseDouble(content.metadata().getOrDefault(SECONDS, ""));
    } catch (NumberFormatException e) {
      state.close();
      throw new InvalidInput(file + ": its metadata must hold numbers step and seconds", e);
    }
    return state;
  }

  private static double[] values(Path file, TensorFile content, String name, int parameters) {
    NamedTensor tensor = content.tensors().get(name);
    if (tensor == null || tensor.values().length != parameters) {
      throw new InvalidInput(
          file
              + ": must have a tensor "
              + name
              + " of "
              + parameters
              + " numbers, found "
              + (tensor == null ? "none" : tensor.values().length));
    }
    return tensor.values();
  }

  /** What the file that it was read from says beside the numbers; empty for a beginning. */
  Map<String, String> metadata() {
    return read;
  }

  void write(Path file, TrainingFacts facts) {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    tensors.put(WEIGHTS, tensor(weights));
    optimizer.forEach((name, slab) -> tensors.put(OPTIMIZER_PREFIX + name, tensor(slab)));
    Map<String, String> metadata = new LinkedHashMap<>(facts.metadata());
    metadata.put(FORMAT, RESUME_FORMAT);
    metadata.put(STEP, Long.toString(step));
    metadata.put(SECONDS, Double.toString(seconds));
    Safetensors.write(file, new TensorFile(metadata, tensors));
  }

  private static NamedTensor tensor(Slab slab) {
    int[] shape = {slab.columns()};
    return slab.precision() == Precision.FLOAT32
        ? NamedTensor.float32(shape, slab.getRow(0))
        : NamedTensor.float64(shape, slab.getRow(0));
  }

  Slab weights() {
    return weights;
  }

  List<Slab> optimizer() {
    return optimizerSlabs;
  }

  long step() {
    return step;
  }

  double seconds() {
    return seconds;
  }

  void at(long newStep, double newSeconds) {
    step = newStep;
    seconds = newSeconds;
  }

  @Override
  public void close() {
    weights.close();
    optimizer.values().forEach(Slab::close);
  }
}
