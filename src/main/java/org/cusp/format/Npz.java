package org.cusp.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;

/**
 * NumPy's archive of named arrays: a zip file with one .npy file for each array. Entries may be
 * stored ({@code numpy.savez}) or deflated ({@code numpy.savez_compressed}).
 */
public final class Npz {
  private static final String SUFFIX = ".npy";
  // The first day of 1980 would be written with the time zone of the machine.
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  /** How the entries of a file are packed. */
  public enum Packing {
    /** As they are: quick; the choice for draws, which hardly shrink. */
    STORED,
    /** Compressed. */
    DEFLATED
  }

  private Npz() {}

  /**
   * Reads all arrays, in the order of the archive's directory.
   *
   * @throws InvalidInput if the file is not a zip archive of .npy files, or two have one name
   */
  public static Map<String, NumericArray> read(Path path) {
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    readTyped(path)
        .forEach(
            (name, array) -> arrays.put(name, new NumericArray(array.shape(), array.values())));
    return arrays;
  }

  /** The same with the types of their numbers in the file. */
  public static LinkedHashMap<String, NamedTensor> readTyped(Path path) {
    RegularFile.require(path);
    try (ZipFile zip = new ZipFile(path.toFile())) {
      Map<String, ZipEntry> entries = new LinkedHashMap<>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = arrayName(path, entry);
        if (entries.put(name, entry) != null) {
          throw new InvalidInput(path + ": has two arrays named " + Shown.text(name));
        }
      }
      long numbers = 0;
      LinkedHashMap<String, NamedTensor> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, ZipEntry> named : entries.entrySet()) {
        NamedTensor array = array(zip, named.getValue(), path);
        numbers += array.values().length;
        Memory.requireDoubles(path + ": its arrays together", numbers);
        arrays.put(named.getKey(), array);
      }
      return arrays;
    } catch (ZipException e) {
      throw new InvalidInput(path + ": not a whole .npz (zip) file", e);
    } catch (IOException e) {
      throw Source.unreadable(path.toString(), e);
    }
  }

  /**
   * Writes 8-byte floats. The bytes depend on the arrays and their order alone, not on the time.
   *
   * @throws InvalidInput if the file cannot be written
   */
  public static void write(Path path, Map<String, NumericArray> arrays, Packing packing) {
    AtomicFiles.write(path, out -> write(out, arrays, packing));
  }

  private static void write(OutputStream out, Map<String, NumericArray> arrays, Packing packing)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, NumericArray> named : arrays.entrySet()) {
        ByteArrayOutputStream npy = new ByteArrayOutputStream();
        Npy.write(npy, named.getValue());
        ZipEntry entry = new ZipEntry(named.getKey() + SUFFIX);
        entry.setTimeLocal(ENTRY_TIME);
        if (packing == Packing.STORED) {
          store(entry, npy.toByteArray());
        }
        zip.putNextEntry(entry);
        npy.writeTo(zip);
        zip.closeEntry();
      }
    }
  }

  /** A stored entry states its size and checksum ahead of its bytes. */
  private static void store(ZipEntry entry, byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
  }

  private static String arrayName(Path path, ZipEntry entry) {
    String name = entry.getName();
    if (!name.endsWith(SUFFIX)) {
      throw new InvalidInput(path + ": entry " + Shown.text(name) + " is not an .npy array");
    }
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static NamedTensor array(ZipFile zip, ZipEntry entry, Path path) throws IOException {
    String name = path + ", entry " + entry.getName();
    long atMost = Source.expanded(Files.size(path));
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      NamedTensor array = Npy.readTyped(new Source(name, in, atMost));
      // ZipFile itself does not compare.
      if (entry.getCrc() != checksum.getValue()) {
        throw new InvalidInput(name + ": damaged, its checksum is wrong");
      }
      return array;
    } catch (IOException e) {
      throw Source.unreadable(name, e);
    }
  }
}
