package org.cusp.estimate.influence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.state.HasState;
import org.cusp.state.State;
import org.cusp.tensor.dense.Matrix;

/**
 * Some numbers of every draw of every chain, such as the loss of each datum, in a file for each
 * chain: memory does not grow with the draws. Numbers are differences to w* in float32, [draw,
 * column], lowest byte first. In the folder for temporary files they go when it is closed; in a
 * folder of one's own they stay, so that another process can go on with them, until they are {@link
 * #remove removed}.
 *
 * <p>Chains may be written to from different threads, each by one at a time.
 */
public final class LossStore implements AutoCloseable, HasState {
  private static final int BYTES = Float.BYTES;

  /** Numbers that are written, or read to find fewer among them, at once. */
  private static final int BUFFERED = 1 << 15;

  private static final String NAME = "unfinished-losses-";

  private final int columns;
  private final Optional<Path> own;
  private final List<Path> files = new ArrayList<>();
  private final List<FileChannel> chains = new ArrayList<>();
  private final List<ByteBuffer> unwritten = new ArrayList<>();
  private final int[] draws;

  /**
   * In the folder for temporary files.
   *
   * @throws InvalidInput where it cannot be made
   */
  public LossStore(int chains, int columns) {
    this(Optional.empty(), chains, columns);
  }

  /**
   * In a folder of one's own, or that for temporary files.
   *
   * @throws InvalidInput where it cannot be made
   */
  public LossStore(Optional<Path> own, int chains, int columns) {
    this.columns = columns;
    this.own = own;
    this.draws = new int[chains];
    try {
      for (int chain = 0; chain < chains; chain++) {
        Path file = file(chain);
        files.add(file);
        unwritten.add(buffer(columns * Math.max(1, BUFFERED / columns)));
        this.chains.add(open(file));
      }
    } catch (IOException e) {
      close();
      throw failed(e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private Path file(int chain) throws IOException {
    if (own.isEmpty()) {
      return Files.createTempFile("cusp-losses-", ".f32");
    }
    if (!Files.isDirectory(own.get())) {
      Files.createDirectories(own.get());
    }
    return own.get().resolve(NAME + chain + ".f32");
  }

  /**
   * How many draws of each chain are there; the draws themselves are in the files, which only ever
   * grow by the same numbers. Those of the folder for temporary files are lost with the process.
   */
  @Override
  public void state(State at) {
    if (own.isEmpty()) {
      at.refuse();
      return;
    }
    for (int chain = 0; chain < draws.length; chain++) {
      settle(chain);
      draws[chain] = (int) at.whole("draws" + chain, draws[chain]);
      requireThere(chain);
    }
  }

  private void requireThere(int chain) {
    try {
      if (chains.get(chain).size() < at(draws[chain])) {
        throw new InvalidInput(
            files.get(chain)
                + ": is shorter than what was kept of it: --restart begins the work anew");
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The files of a folder of one's own, when nobody needs them any more. */
  public static void remove(Path own) {
    for (int chain = 0; AtomicFiles.removeIfThere(own.resolve(NAME + chain + ".f32")); chain++) {
      // One file for each chain.
    }
  }

  /** Where the files lie. */
  public static Path folder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * Refuses what the disk has no room for.
   *
   * @param bytes that will be written
   * @param what they are, for the message
   */
  public static void requireRoom(Path folder, double bytes, String what) {
    Path there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      long room = Files.getFileStore(there).getUsableSpace();
      if (bytes > room) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "%s: %s would take %s, there is room for %s",
                folder,
                what,
                size(bytes),
                size(room)));
      }
    } catch (IOException e) {
      throw new InvalidInput(folder + ": cannot be looked at (" + e.getMessage() + ")", e);
    }
  }

  /** A number of bytes for people. */
  public static String size(double bytes) {
    return bytes < 1 << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20))
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (1 << 30));
  }

  public int columns() {
    return columns;
  }

  public int chains() {
    return draws.length;
  }

  /** Draws of a chain so far. */
  public int draws(int chain) {
    return draws[chain];
  }

  /** The next draw of a chain. */
  public void add(int chain, float[] row) {
    ByteBuffer rows = unwritten.get(chain);
    for (int i = 0; i < columns; i++) {
      rows.putFloat(row[i]);
    }
    draws[chain]++;
    if (!rows.hasRemaining()) {
      flush(chain);
    }
  }

  /** What was added is in the file from here on, for whichever thread asks. */
  private synchronized void settle(int chain) {
    if (unwritten.get(chain).position() > 0) {
      flush(chain);
    }
  }

  private void flush(int chain) {
    ByteBuffer rows = unwritten.get(chain).flip();
    long place = (long) draws[chain] * columns * BYTES - rows.remaining();
    try {
      while (rows.hasRemaining()) {
        place += chains.get(chain).write(rows, place);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    rows.clear();
  }

  /**
   * Some columns of some draws of a chain, a row for each draw; when no chain adds any.
   *
   * @param part which of them
   */
  public Matrix block(int chain, Part part) {
    settle(chain);
    double[] values = new double[part.draws() * part.columns()];
    boolean whole = (long) part.draws() * columns <= BUFFERED;
    ByteBuffer bytes = buffer(whole ? part.draws() * columns : part.columns());
    FileChannel file = chains.get(chain);
    try {
      for (int draw = 0; draw < part.draws(); draw++) {
        int from = whole ? draw * columns + part.firstColumn() : 0;
        if (!whole) {
          bytes.clear();
          read(file, bytes, at(part.firstDraw() + draw) + (long) part.firstColumn() * BYTES);
        } else if (draw == 0) {
          read(file, bytes, at(part.firstDraw()));
        }
        for (int i = 0; i < part.columns(); i++) {
          values[draw * part.columns() + i] = bytes.getFloat((from + i) * BYTES);
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return new Matrix(part.draws(), part.columns(), values);
  }

  private long at(int draw) {
    return (long) draw * columns * BYTES;
  }

  private static void read(FileChannel file, ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw new IOException("it is shorter than what was written");
      }
    }
  }

  private static ByteBuffer buffer(int numbers) {
    return ByteBuffer.allocate(Math.multiplyExact(numbers, BYTES)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private InvalidInput failed(IOException e) {
    return new InvalidInput(
        own.orElseGet(LossStore::folder)
            + ": the losses of the draws cannot be kept there ("
            + e.getMessage()
            + ")",
        e);
  }

  /** Which draws and columns of a chain. */
  public record Part(int firstDraw, int draws, int firstColumn, int columns) {}

  @Override
  public void close() {
    for (FileChannel chain : chains) {
      try {
        chain.close();
      } catch (IOException e) {
        // It is removed all the same.
      }
    }
    for (Path file : own.isPresent() ? List.<Path>of() : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // The system's own cleaning takes what is left.
      }
    }
  }
}
