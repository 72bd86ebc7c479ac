package org.cusp.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.format.Npy;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.format.Safetensors;
import org.cusp.model.ParamSpace;

/** A file that marks parameters of a model: those whose number there is not zero. */
record MaskFile(Path file, ParamSpace space) {
  private static final int NEAREST = 3;

  /** The places of the marked parameters in the flat vector, at least one. */
  BitSet read() {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    BitSet marked = new BitSet();
    if (name.endsWith(".npy")) {
      markAll(Npy.read(file), marked);
    } else if (name.endsWith(".npz")) {
      markTensors(Npz.read(file), marked);
    } else if (name.endsWith(".safetensors")) {
      markTensors(safetensors(), marked);
    } else {
      throw new InvalidInput(
          "--mask must be a .npy, .npz or .safetensors file, got '" + file + "'");
    }
    if (marked.isEmpty()) {
      throw fault("frees no parameter: there is no number in it that is not zero");
    }
    return marked;
  }

  private Map<String, NumericArray> safetensors() {
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    Safetensors.read(file)
        .tensors()
        .forEach(
            (name, tensor) -> arrays.put(name, new NumericArray(tensor.shape(), tensor.values())));
    return arrays;
  }

  private void markAll(NumericArray array, BitSet marked) {
    if (array.rank() != 1 || array.values().length != space.size()) {
      throw fault(
          "must have shape ["
              + space.size()
              + "], all parameters in order, found "
              + Arrays.toString(array.shape())
              + "; masks by tensor go into an .npz or .safetensors file");
    }
    mark("the array", array.values(), 0, marked);
  }

  private void markTensors(Map<String, NumericArray> arrays, BitSet marked) {
    List<String> names = space.tensors().stream().map(ParamSpace.Tensor::name).toList();
    for (Map.Entry<String, NumericArray> named : arrays.entrySet()) {
      String name = named.getKey();
      if (!names.contains(name)) {
        throw fault(
            "the model has no tensor '"
                + name.replaceAll("\\p{C}", "?")
                + "'; nearest names: "
                + String.join(", ", Nearest.several(name, names, NEAREST)));
      }
      markTensor(space.tensors().get(names.indexOf(name)), named.getValue(), marked);
    }
  }

  private void markTensor(ParamSpace.Tensor tensor, NumericArray array, BitSet marked) {
    List<Integer> shape = Arrays.stream(array.shape()).boxed().toList();
    if (!shape.equals(tensor.shape())) {
      throw fault(
          "tensor " + tensor.name() + " must have shape " + tensor.shape() + ", found " + shape);
    }
    mark("tensor " + tensor.name(), array.values(), tensor.offset(), marked);
  }

  private void mark(String what, double[] values, int offset, BitSet marked) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw fault(what + ", number " + (i + 1) + " must be finite, found " + values[i]);
      }
      marked.set(offset + i, values[i] != 0);
    }
  }

  private InvalidInput fault(String message) {
    return new InvalidInput(file + ": " + message);
  }
}
