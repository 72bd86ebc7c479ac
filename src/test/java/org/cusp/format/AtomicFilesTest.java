package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cusp.format.Faults.assertFault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path folder;

  private long filesIn(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files.count();
    }
  }

  @Test
  void makesTheFoldersAndLeavesOnlyTheFile() throws IOException {
    Path target = folder.resolve("a/b/text.txt");
    AtomicFiles.writeString(target, "schön\n");
    assertThat(Files.readAllBytes(target)).isEqualTo("schön\n".getBytes(StandardCharsets.UTF_8));
    assertThat(filesIn(target.getParent())).isEqualTo(1);
  }

  @Test
  void replacesWhatWasThere() throws IOException {
    Path target = folder.resolve("text.txt");
    AtomicFiles.writeString(target, "a longer old text");
    AtomicFiles.writeString(target, "new");
    assertThat(target).hasContent("new");
    assertThat(filesIn(folder)).isEqualTo(1);
  }

  @Test
  void keepsTheOldFileWhenWritingFailsHalfway() throws IOException {
    Path target = folder.resolve("text.txt");
    AtomicFiles.writeString(target, "old");
    assertFault(
        () ->
            AtomicFiles.write(
                target,
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException("disk full");
                }),
        target + ": cannot be written (IOException: disk full)");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    target,
                    out -> {
                      out.write(1);
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(target).hasContent("old");
    assertThat(filesIn(folder)).isEqualTo(1);
  }

  @Test
  void nothingIsVisibleUnderTheNameBeforeTheEnd() {
    Path target = folder.resolve("text.txt");
    AtomicFiles.write(
        target,
        out -> {
          out.write(new byte[1 << 20]);
          out.flush();
          assertThat(target).doesNotExist();
        });
    assertThat(target).hasSize(1 << 20);
  }

  @Test
  void refusesAFolderAsTarget() {
    assertFault(
        () -> AtomicFiles.writeString(folder, "x"), folder + ": cannot be written (is a folder)");
  }

  @Test
  void refusesAPathThroughAFile() {
    Path file = folder.resolve("file");
    AtomicFiles.writeString(file, "x");
    assertThatThrownBy(() -> AtomicFiles.writeString(file.resolve("below"), "y"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(file.resolve("below") + ": cannot be written (");
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByTheNextThatWrites() throws IOException {
    String dead = ".text.txt.7ad3ae83-1b1f-4f2b-a2d3-3b1b2b7a0f11";
    Files.writeString(folder.resolve(dead), "hal");
    Files.writeString(folder.resolve(".text.txt.mine"), "of the user");
    AtomicFiles.writeString(folder.resolve("other.txt"), "x");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(".text.txt.mine", "other.txt");
    }
  }

  @Test
  void aTrialLeavesNothing() throws IOException {
    AtomicFiles.tryWrite(folder.resolve("not/there/yet.json"), 1 << 16);
    assertThat(filesIn(folder)).isZero();
    assertFault(
        () -> AtomicFiles.tryWrite(folder, 1), folder + ": cannot be written (is a folder)");
    Path file = Files.createFile(folder.resolve("file"));
    assertFault(
        () -> AtomicFiles.tryWrite(file.resolve("below/it"), 1),
        file.resolve("below/it") + ": cannot be written (" + file + " is not a folder)");
  }

  @Test
  void theWriterMayCloseTheStream() {
    Path target = folder.resolve("text.txt");
    AtomicFiles.write(
        target,
        out -> {
          try (out) {
            out.write("whole".getBytes(StandardCharsets.UTF_8));
          }
        });
    assertThat(target).hasContent("whole");
  }
}
