package org.cusp.format.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cusp.format.ElementType;
import org.cusp.format.Shown;
import org.cusp.format.Source;
import org.cusp.format.WeightsFile;
import org.cusp.format.pickle.PickleDict;
import org.cusp.format.pickle.PickleMachine;
import org.cusp.format.pickle.StateDict;

/**
 * What {@code torch.save} wrote before version 1.6: pickles of a magic number, the version, the
 * machine, the object and the keys of its storages, and then the storages, each with its length.
 */
public final class TorchLegacy {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  // A pickle, protocol 2 to 5, of a whole number of ten bytes.
  private static final byte[] HEAD = {(byte) 0x8a, 10, 0x6c, (byte) 0xfc};

  private TorchLegacy() {}

  /** Whether a file that begins so is of this format. */
  public static boolean recognises(byte[] head) {
    boolean pickle = head.length >= 6 && head[0] == (byte) 0x80;
    return pickle && ByteBuffer.wrap(head, 2, 4).equals(ByteBuffer.wrap(HEAD));
  }

  /**
   * Reads the weights that a file holds.
   *
   * @throws org.cusp.contract.InvalidInput if it is damaged or holds no tensors by name
   */
  public static WeightsFile read(Path file) {
    return Source.readPlain(file, TorchLegacy::read);
  }

  private static WeightsFile read(Source source) throws IOException {
    TorchGlobals globals = new TorchGlobals(source.name());
    if (!MAGIC.equals(PickleMachine.load(source, globals))) {
      throw source.fault("not a file of torch: its magic number is wrong");
    }
    PickleMachine.load(source, globals);
    Object machine = PickleMachine.load(source, globals);
    Object root = PickleMachine.load(source, globals);
    StateDict weights = StateDict.of(source.name(), root, TorchAdvice.module());
    ByteOrder order = order(machine);
    TorchValues values = new TorchValues(source.name(), order, source.atMost(), weights.tensors());
    Set<String> needed = new HashSet<>(values.keys());
    for (String key : keys(source, PickleMachine.load(source, globals))) {
      byte[] bytes = storage(source, key, order, globals.storages());
      if (needed.contains(key)) {
        values.take(key, bytes);
      }
    }
    return WeightsFile.ordered("torch, before 1.6", values.tensors(), weights.notes())
        .withSettings(weights.settings());
  }

  private static ByteOrder order(Object machine) {
    boolean big =
        machine instanceof PickleDict dict
            && Boolean.FALSE.equals(dict.named().get("little_endian"));
    return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private static List<String> keys(Source source, Object keys) {
    if (!(keys instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
      throw source.fault("damaged: the keys of the storages are no list of texts");
    }
    return list.stream().map(String.class::cast).toList();
  }

  private static byte[] storage(
      Source source, String key, ByteOrder order, Map<String, ElementType> types)
      throws IOException {
    long numbers = ByteBuffer.wrap(source.bytes(8, "length of a storage")).order(order).getLong();
    ElementType type = types.get(key);
    if (type == null) {
      throw source.fault("storage " + Shown.text(key) + " has no type that is read");
    }
    if (numbers < 0 || numbers > source.atMost()) {
      throw source.fault("storage " + Shown.text(key) + " has " + numbers + " numbers");
    }
    return TorchValues.bytes(source, numbers * type.bytes(), key);
  }
}
