package org.cusp.format.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.ElementType;
import org.cusp.format.NamedTensor;
import org.cusp.format.Shape;
import org.cusp.format.Shown;
import org.cusp.format.Source;
import org.cusp.format.Strides;
import org.cusp.format.pickle.NumpyArray;
import org.cusp.format.pickle.PickledTensor;

/**
 * The numbers of the tensors of one file, storage by storage. Tied tensors are one array; views
 * that overlap may not make more numbers than the file could hold twice.
 */
final class TorchValues {
  private final String name;
  private final ByteOrder order;
  private final Map<String, PickledTensor> wanted;
  private final Map<String, NamedTensor> found = new LinkedHashMap<>();
  private long bytesLeft;

  TorchValues(String name, ByteOrder order, long fileBytes, Map<String, PickledTensor> wanted) {
    this.name = name;
    this.order = order;
    this.wanted = wanted;
    this.bytesLeft = 2 * fileBytes;
  }

  /** The keys of the storages that the tensors need. */
  List<String> keys() {
    return wanted.values().stream()
        .filter(TorchTensor.class::isInstance)
        .map(tensor -> ((TorchTensor) tensor).storage().key())
        .distinct()
        .toList();
  }

  /** Takes the tensors of one storage from its bytes, all that it has. */
  void take(String key, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    List<Map.Entry<String, TorchTensor>> here = new ArrayList<>();
    wanted.forEach(
        (tensorName, tensor) -> {
          if (tensor instanceof TorchTensor view && view.storage().key().equals(key)) {
            here.add(Map.entry(tensorName, view));
          }
        });
    Map<View, NamedTensor> made = new LinkedHashMap<>();
    for (Map.Entry<String, TorchTensor> entry : here) {
      String where = name + ": tensor " + Shown.text(entry.getKey()) + ": ";
      View view = View.of(entry.getValue());
      NamedTensor same = made.get(view);
      NamedTensor values = same == null ? gathered(where, entry.getValue(), buffer) : same;
      made.put(view, values);
      found.put(entry.getKey(), values);
    }
  }

  /** What makes two tensors of a storage the same; lists compare by content. */
  private record View(ElementType type, long offset, List<Long> shape, List<Long> strides) {
    static View of(TorchTensor tensor) {
      Strides strides = tensor.strides();
      return new View(
          tensor.type(),
          tensor.storage().start() + strides.offset(),
          java.util.Arrays.stream(strides.shape()).boxed().toList(),
          java.util.Arrays.stream(strides.strides()).boxed().toList());
    }
  }

  private NamedTensor gathered(String where, TorchTensor tensor, ByteBuffer bytes) {
    ElementType type = tensor.type();
    Strides own = tensor.strides();
    long start = Math.max(0, tensor.storage().start());
    long numbers = bytes.capacity() / type.bytes();
    if (start > numbers) {
      throw new InvalidInput(where + "its view begins at " + start + " of " + numbers);
    }
    Strides strides = new Strides(Math.addExact(start, own.offset()), own.shape(), own.strides());
    strides.requireWithin(where, numbers);
    charge(where, (long) strides.count() * type.bytes());
    return new NamedTensor(type.name(), Shape.ints(own.shape()), strides.gather(type, bytes));
  }

  /** All tensors, in the order of the file. */
  LinkedHashMap<String, NamedTensor> tensors() {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    Map<NumpyArray, NamedTensor> arrays = new IdentityHashMap<>();
    wanted.forEach(
        (tensorName, tensor) -> {
          String where = name + ": tensor " + Shown.text(tensorName) + ": ";
          tensors.put(
              tensorName,
              tensor instanceof NumpyArray array
                  ? arrays.computeIfAbsent(array, first -> decoded(where, first))
                  : taken(where, tensorName));
        });
    return tensors;
  }

  private NamedTensor decoded(String where, NumpyArray array) {
    charge(where, array.bytes());
    return array.decoded(where);
  }

  private void charge(String where, long bytes) {
    bytesLeft -= bytes;
    if (bytesLeft < 0) {
      throw new InvalidInput(where + "the views of its storage are larger than the file");
    }
  }

  private NamedTensor taken(String where, String tensorName) {
    NamedTensor tensor = found.get(tensorName);
    if (tensor == null) {
      throw new InvalidInput(where + "its storage is not in the file");
    }
    return tensor;
  }

  /** The bytes of a storage, all of them or a fault. */
  static byte[] bytes(Source source, long count, String key) throws IOException {
    if (count < 0 || count > source.atMost() || count > Integer.MAX_VALUE - 8) {
      throw source.fault(
          "storage " + Shown.text(key) + " has " + count + " bytes; the file does not");
    }
    InputStream in = source.in();
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw source.fault("truncated: storage " + Shown.text(key) + " ends early");
    }
    return bytes;
  }
}
