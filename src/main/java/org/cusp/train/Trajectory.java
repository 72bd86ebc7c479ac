package org.cusp.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;

/**
 * The file of the losses along training: a header and a line for each evaluation, each written at
 * once, so that the file is valid at any time.
 */
final class Trajectory implements AutoCloseable {
  private final Path file;
  private final FileChannel out;

  private Trajectory(Path file) {
    this.file = file;
    try {
      this.out = FileChannel.open(file, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Keeps the whole lines of steps before this one, and goes on from there. */
  static Trajectory resume(Path file, long step) {
    StringBuilder kept = new StringBuilder(TrajectoryRow.HEADER).append('\n');
    for (String line : wholeLines(file)) {
      if (stepOf(line) < step) {
        kept.append(line).append('\n');
      }
    }
    AtomicFiles.writeString(file, kept.toString());
    return new Trajectory(file);
  }

  void append(TrajectoryRow row) {
    try {
      ByteBuffer line = ByteBuffer.wrap(row.line().getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        out.write(line);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** What was appended is on the disk when this returns. */
  void force() {
    try {
      out.force(true);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static List<String> wholeLines(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new InvalidInput(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /** The step of a line; a line without one is never kept. */
  private static long stepOf(String line) {
    try {
      return Long.parseLong(line.substring(0, Math.max(0, line.indexOf(','))));
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static InvalidInput unwritable(Path file, IOException e) {
    return new InvalidInput(file + ": cannot be written (" + e.getClass().getSimpleName() + ")", e);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }
}
