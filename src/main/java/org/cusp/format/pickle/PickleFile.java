package org.cusp.format.pickle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.Shown;
import org.cusp.format.Source;
import org.cusp.format.WeightsFile;

/** A plain pickle of a dictionary (or a list) of NumPy arrays. */
public final class PickleFile {
  private static final String ADVICE =
      "in Python: save its arrays by name with numpy.savez('weights.npz', **arrays)";

  private PickleFile() {}

  /** Whether a file that begins so is a pickle of protocol 2 to 5. */
  public static boolean recognises(byte[] head) {
    return head.length >= 2 && head[0] == (byte) 0x80 && head[1] >= 2 && head[1] <= 5;
  }

  /**
   * Reads the arrays that a file holds.
   *
   * @throws InvalidInput if it is damaged or holds no arrays by name
   */
  public static WeightsFile read(Path file) {
    return Source.readPlain(file, PickleFile::read);
  }

  private static WeightsFile read(Source source) throws IOException {
    Object root = PickleMachine.load(source, new NumpyGlobals());
    StateDict arrays = StateDict.of(source.name(), root, ADVICE);
    Map<NumpyArray, NamedTensor> made = new IdentityHashMap<>();
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    long left = 2 * source.atMost();
    for (Map.Entry<String, PickledTensor> entry : arrays.tensors().entrySet()) {
      String where = source.name() + ": array " + Shown.text(entry.getKey()) + ": ";
      NumpyArray array = (NumpyArray) entry.getValue();
      if (!made.containsKey(array)) {
        left -= array.bytes();
        if (left < 0) {
          throw new InvalidInput(where + "the arrays are larger than the file");
        }
        made.put(array, array.decoded(where));
      }
      tensors.put(entry.getKey(), made.get(array));
    }
    return WeightsFile.ordered("pickle", tensors, arrays.notes());
  }
}
