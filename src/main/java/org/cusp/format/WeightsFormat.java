package org.cusp.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipFile;
import org.cusp.contract.InvalidInput;
import org.cusp.format.flax.FlaxFile;
import org.cusp.format.hdf.HdfFile;
import org.cusp.format.onnx.OnnxGraph;
import org.cusp.format.pickle.PickleFile;
import org.cusp.format.torch.TorchLegacy;
import org.cusp.format.torch.TorchTar;
import org.cusp.format.torch.TorchZip;

/** The registry of formats of weights: how a file of each is recognised, and its reader. */
public enum WeightsFormat {
  /** Its writers sort by type and name, so that not even the offsets say how layers follow. */
  SAFETENSORS(".safetensors") {
    @Override
    boolean recognises(Path file, byte[] head) {
      return head.length > Long.BYTES
          && head[Long.BYTES] == '{'
          && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong() > 0;
    }

    @Override
    WeightsFile read(Path file) {
      return new WeightsFile(
          "safetensors", WeightsFile.Order.LOST, Safetensors.readByOffset(file), List.of());
    }
  },
  /** {@code numpy.savez} writes its arrays in the order of its arguments. */
  NPZ(".npz") {
    @Override
    boolean recognises(Path file, byte[] head) {
      return isZip(head) && entriesEnd(file, ".npy");
    }

    @Override
    WeightsFile read(Path file) {
      return WeightsFile.ordered("npz", Npz.readTyped(file), List.of());
    }
  },
  /** One array, which has no name of its own. */
  NPY(".npy") {
    @Override
    boolean recognises(Path file, byte[] head) {
      return Npy.recognises(head);
    }

    @Override
    WeightsFile read(Path file) {
      LinkedHashMap<String, NamedTensor> one = new LinkedHashMap<>();
      one.put("array", Source.read(file, Npy::readTyped));
      return WeightsFile.ordered("npy", one, List.of());
    }
  },
  /** What torch writes: its state dictionaries keep the order of the layers. */
  TORCH(".pt") {
    @Override
    boolean recognises(Path file, byte[] head) {
      return isZip(head) && TorchZip.recognises(file);
    }

    @Override
    WeightsFile read(Path file) {
      return TorchZip.read(file);
    }
  },
  /** What torch wrote before 1.6. */
  TORCH_LEGACY(".pth") {
    @Override
    boolean recognises(Path file, byte[] head) {
      return TorchLegacy.recognises(head);
    }

    @Override
    WeightsFile read(Path file) {
      return TorchLegacy.read(file);
    }
  },
  /** What torch wrote until 2017: recognised, so that the refusal can say what to do. */
  TORCH_TAR(".tar") {
    @Override
    boolean recognises(Path file, byte[] head) {
      return TorchTar.recognises(head);
    }

    @Override
    WeightsFile read(Path file) {
      throw TorchTar.refusal(file.toString());
    }
  },
  /** Initializers stand in the order in which the exporter met them. */
  ONNX(".onnx") {
    @Override
    boolean recognises(Path file, byte[] head) {
      return OnnxGraph.recognises(head);
    }

    @Override
    WeightsFile read(Path file) {
      return OnnxGraph.readWeights(file);
    }
  },
  /** Parameters of flax. */
  FLAX(".msgpack") {
    @Override
    boolean recognises(Path file, byte[] head) {
      return FlaxFile.recognises(head);
    }

    @Override
    WeightsFile read(Path file) {
      return FlaxFile.read(file);
    }
  },
  /** Weights of Keras. */
  HDF5(".h5") {
    @Override
    boolean recognises(Path file, byte[] head) {
      return HdfFile.recognises(head);
    }

    @Override
    WeightsFile read(Path file) {
      return HdfFile.read(file);
    }
  },
  /** A dictionary of NumPy arrays. */
  PICKLE(".pkl") {
    @Override
    boolean recognises(Path file, byte[] head) {
      return PickleFile.recognises(head);
    }

    @Override
    WeightsFile read(Path file) {
      return PickleFile.read(file);
    }
  };

  private static final int HEAD_BYTES = 512;
  private static final byte[] ZIP = {'P', 'K'};

  private final String ending;

  /**
   * A format.
   *
   * @param ending of its file names: what a file that no content betrays is taken for
   */
  WeightsFormat(String ending) {
    this.ending = ending;
  }

  /**
   * Whether the content of a file is of this format.
   *
   * @param head its first bytes, up to {@link #HEAD_BYTES}
   */
  abstract boolean recognises(Path file, byte[] head);

  abstract WeightsFile read(Path file);

  /** The format of a file; a damaged one is that which its name says. */
  static WeightsFormat of(Path file) {
    byte[] head = Source.readPlain(file, source -> source.in().readNBytes(HEAD_BYTES));
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.recognises(file, head))
        .findFirst()
        .or(() -> Arrays.stream(values()).filter(f -> name.endsWith(f.ending)).findFirst())
        .orElseThrow(() -> new InvalidInput(file + ": is no file of weights (" + endings() + ")"));
  }

  private static String endings() {
    return String.join(", ", Arrays.stream(values()).map(format -> format.ending).toList());
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
