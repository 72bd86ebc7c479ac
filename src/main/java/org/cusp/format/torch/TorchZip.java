package org.cusp.format.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Shown;
import org.cusp.format.Source;
import org.cusp.format.WeightsFile;
import org.cusp.format.pickle.PickleMachine;
import org.cusp.format.pickle.StateDict;

/**
 * The archive that {@code torch.save} writes since version 1.6: a zip file with a pickle {@code
 * P/data.pkl} and the storages {@code P/data/KEY}, all stored as they are.
 */
public final class TorchZip {
  private static final String PICKLE = "data.pkl";

  private TorchZip() {}

  /** Whether a zip archive has the entry that torch writes. */
  public static boolean recognises(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream().anyMatch(entry -> isPickle(entry.getName()));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isPickle(String name) {
    return name.equals(PICKLE) || name.endsWith("/" + PICKLE);
  }

  /**
   * Reads the weights that a file holds.
   *
   * @throws InvalidInput if it is damaged, TorchScript, or holds no tensors by name
   */
  public static WeightsFile read(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new Archive(file, zip, entries(file, zip)).read();
    } catch (ZipException e) {
      throw new InvalidInput(file + ": not a whole zip archive", e);
    } catch (IOException e) {
      throw Source.unreadable(file.toString(), e);
    }
  }

  private static Map<String, ZipEntry> entries(Path file, ZipFile zip) throws IOException {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    long bytes = 0;
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (entries.put(entry.getName(), entry) != null) {
        throw new InvalidInput(file + ": has two entries named " + Shown.text(entry.getName()));
      }
      bytes += Math.max(0, entry.getCompressedSize());
    }
    if (bytes > Files.size(file)) {
      throw new InvalidInput(file + ": damaged, its entries overlap");
    }
    return entries;
  }

  private record Archive(Path file, ZipFile zip, Map<String, ZipEntry> entries) {
    WeightsFile read() throws IOException {
      String pickle =
          entries.keySet().stream()
              .filter(TorchZip::isPickle)
              .findFirst()
              .orElseThrow(() -> new InvalidInput(file + ": has no data.pkl"));
      String prefix = pickle.substring(0, pickle.length() - PICKLE.length());
      if (entries.containsKey(prefix + "constants.pkl")) {
        throw new InvalidInput(
            file + ": is TorchScript, a programme, not a state dict; " + TorchAdvice.script());
      }
      TorchGlobals globals = new TorchGlobals(file.toString());
      Object root = source(pickle, stored -> PickleMachine.load(stored, globals));
      StateDict weights = StateDict.of(file.toString(), root, TorchAdvice.module());
      ByteOrder order = order(prefix);
      TorchValues values =
          new TorchValues(file.toString(), order, Files.size(file), weights.tensors());
      for (String key : values.keys()) {
        String name = prefix + "data/" + key;
        if (entries.containsKey(name)) {
          values.take(key, source(name, stored -> storage(stored, key)));
        }
      }
      return WeightsFile.ordered("torch", values.tensors(), weights.notes())
          .withSettings(weights.settings());
    }

    private static byte[] storage(Source stored, String key) throws IOException {
      return TorchValues.bytes(stored, stored.atMost(), key);
    }

    private ByteOrder order(String prefix) throws IOException {
      String name = prefix + "byteorder";
      if (!entries.containsKey(name)) {
        return ByteOrder.LITTLE_ENDIAN;
      }
      byte[] word = source(name, stored -> stored.in().readNBytes(8));
      return new String(word, StandardCharsets.US_ASCII).strip().equals("big")
          ? ByteOrder.BIG_ENDIAN
          : ByteOrder.LITTLE_ENDIAN;
    }

    private <T> T source(String name, Source.Reading<T> reading) throws IOException {
      ZipEntry entry = entries.get(name);
      String where = file + ", entry " + Shown.text(name);
      if (entry.getMethod() != ZipEntry.STORED) {
        throw new InvalidInput(
            where + ": is compressed; torch stores its entries as they are (zip -0)");
      }
      CRC32 checksum = new CRC32();
      try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
        T made = reading.from(new Source(where, in, entry.getSize()));
        in.transferTo(java.io.OutputStream.nullOutputStream());
        if (entry.getCrc() != checksum.getValue()) {
          throw new InvalidInput(where + ": damaged, its checksum is wrong");
        }
        return made;
      }
    }
  }
}
