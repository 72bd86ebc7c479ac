package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cusp.state.FileBookmark;
import org.cusp.state.HasState;
import org.cusp.state.StateFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of 4 MB, which whoever is not root cannot make: then these tests are skipped. */
class FullDiskTest {
  private static final String[] ESTIMATE = {
    "llc",
    "monomial:powers=1x1,n=50",
    "--draws",
    "40",
    "--sampler",
    "hmc",
    "--threads",
    "1",
    "--out"
  };

  @TempDir private Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(runs("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()));
  }

  @AfterEach
  void unmount() throws Exception {
    runs("umount", disk.toString());
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  /** Leaves so many bytes. */
  private void fill(int left) throws IOException {
    long free = Files.getFileStore(disk).getUsableSpace();
    Files.write(disk.resolve("filler"), new byte[(int) free - left]);
  }

  @Test
  void whatCannotBeKeptIsSaidAndTheEstimateBeforeIsWhole() throws Exception {
    String[] command = with(ESTIMATE, disk.resolve("out").toString());
    assertThat(CommandRun.of(command).code()).isZero();
    byte[] before = Files.readAllBytes(disk.resolve("out/estimate.json"));
    fill(0);
    CommandRun again = CommandRun.of(with(command, "--seed", "2"));
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err().strip().lines()).hasSize(1);
    assertThat(again.err()).contains("No space left");
    assertThat(disk.resolve("out/estimate.json")).hasBinaryContent(before);
  }

  /** The trial has room, what is kept on the way has not: work goes on, what was kept stays. */
  @Test
  void workGoesOnWhereItsStateHasNoRoom() throws Exception {
    Path file = disk.resolve("state.safetensors");
    List<String> notes = new ArrayList<>();
    double[] numbers = new double[1000];
    FileBookmark bookmark = new FileBookmark(file, Map.of(), () -> false, notes::add, 0);
    HasState part = at -> at.numbers("numbers", numbers);
    bookmark.holds("part", part);
    bookmark.done();
    fill(100);
    bookmark.done();
    assertThat(notes)
        .singleElement()
        .asString()
        .contains("not kept, work goes on", "No space left");
    assertThat(StateFile.read(file).numbers().get("part/numbers")).hasSize(1000);
    Files.delete(disk.resolve("filler"));
    bookmark.done();
    assertThat(notes).hasSize(1);
  }
}
