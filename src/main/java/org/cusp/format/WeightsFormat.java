package org.cusp.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.zip.ZipFile;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Registry;
import org.cusp.format.flax.FlaxFile;
import org.cusp.format.hdf.HdfFile;
import org.cusp.format.onnx.OnnxGraph;
import org.cusp.format.pickle.PickleFile;
import org.cusp.format.torch.TorchLegacy;
import org.cusp.format.torch.TorchTar;
import org.cusp.format.torch.TorchZip;

/** The registry of formats of weights: how a file of each is recognised, and its reader. */
@Registry("a format of weights")
public enum WeightsFormat {
  /** Its writers sort by type and name, so that not even the offsets say how layers follow. */
  SAFETENSORS(
      ".safetensors",
      (file, head) -> isSafetensors(head),
      file ->
          new WeightsFile(
              "safetensors", WeightsFile.Order.LOST, Safetensors.readByOffset(file), List.of())),
  /** {@code numpy.savez} writes its arrays in the order of its arguments. */
  NPZ(
      ".npz",
      (file, head) -> isZip(head) && entriesEnd(file, ".npy"),
      file -> WeightsFile.ordered("npz", Npz.readTyped(file), List.of())),
  /** One array, which has no name of its own. */
  NPY(".npy", (file, head) -> Npy.recognises(head), WeightsFormat::readArray),
  /** What torch writes: its state dictionaries keep the order of the layers. */
  TORCH(".pt", (file, head) -> isZip(head) && TorchZip.recognises(file), TorchZip::read),
  /** What torch wrote before 1.6. */
  TORCH_LEGACY(".pth", (file, head) -> TorchLegacy.recognises(head), TorchLegacy::read),
  /** What torch wrote until 2017: recognised, so that the refusal can say what to do. */
  TORCH_TAR(
      ".tar",
      (file, head) -> TorchTar.recognises(head),
      file -> {
        throw TorchTar.refusal(file.toString());
      }),
  /** Initializers stand in the order in which the exporter met them. */
  ONNX(".onnx", (file, head) -> OnnxGraph.recognises(head), OnnxGraph::readWeights),
  /** Parameters of flax. */
  FLAX(".msgpack", (file, head) -> FlaxFile.recognises(head), FlaxFile::read),
  /** Weights of Keras. */
  HDF5(".h5", (file, head) -> HdfFile.recognises(head), HdfFile::read),
  /** A dictionary of NumPy arrays. */
  PICKLE(".pkl", (file, head) -> PickleFile.recognises(head), PickleFile::read);

  private static final int HEAD_BYTES = 512;
  private static final byte[] ZIP = {'P', 'K'};

  private final String ending;
  private final BiPredicate<Path, byte[]> recogniser;
  private final Function<Path, WeightsFile> reader;

  /**
   * A format.
   *
   * @param ending of its file names: what a file that no content betrays is taken for
   * @param recogniser whether the content of a file is of this format, from the file and its first
   *     bytes, up to {@link #HEAD_BYTES}
   */
  WeightsFormat(
      String ending, BiPredicate<Path, byte[]> recogniser, Function<Path, WeightsFile> reader) {
    this.ending = ending;
    this.recogniser = recogniser;
    this.reader = reader;
  }

  WeightsFile read(Path file) {
    return reader.apply(file);
  }

  /** The format of a file; a damaged one is that which its name says. */
  static WeightsFormat of(Path file) {
    byte[] head = Source.readPlain(file, source -> source.in().readNBytes(HEAD_BYTES));
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.recogniser.test(file, head))
        .findFirst()
        .or(() -> Arrays.stream(values()).filter(f -> name.endsWith(f.ending)).findFirst())
        .orElseThrow(() -> new InvalidInput(file + ": is no file of weights (" + endings() + ")"));
  }

  private static String endings() {
    return String.join(", ", Arrays.stream(values()).map(format -> format.ending).toList());
  }

  private static boolean isSafetensors(byte[] head) {
    return head.length > Long.BYTES
        && head[Long.BYTES] == '{'
        && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong() > 0;
  }

  private static WeightsFile readArray(Path file) {
    LinkedHashMap<String, NamedTensor> one = new LinkedHashMap<>();
    one.put("array", Source.read(file, Npy::readTyped));
    return WeightsFile.ordered("npy", one, List.of());
  }

  static boolean isZip(byte[] head) {
    return head.length >= ZIP.length && Arrays.equals(head, 0, ZIP.length, ZIP, 0, ZIP.length);
  }

  /** Whether there is an entry and all entries of an archive have this ending. */
  static boolean entriesEnd(Path file, String ending) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.size() > 0 && zip.stream().allMatch(entry -> entry.getName().endsWith(ending));
    } catch (IOException e) {
      return false;
    }
  }
}
