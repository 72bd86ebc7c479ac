package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Safetensors;
import org.cusp.state.FileBookmark;
import org.cusp.state.HasState;
import org.cusp.state.StateFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that are full, that cannot be written to and that go away, for a training and an estimate.
 * The disk has 4 MB; whoever is not root cannot make one, and then most of these tests are skipped.
 */
class DiskTest {
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

  /** Of some seconds, with a checkpoint every few hundredths. */
  private static final String SPEC =
      """
      name: on-disk
      data: {source: digits, scaling: divide 16, limit: 100}
      model: {type: mlp, widths: [64, 16, 10]}
      train: {batch: 10, steps: 20000, checkpoints: [%s]}
      """
          .formatted(
              IntStream.rangeClosed(0, 80)
                  .mapToObj(i -> Integer.toString(250 * i))
                  .collect(Collectors.joining(", ")));

  @TempDir private Path folder;
  private Path disk;

  private void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        runs("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()),
        "a disk can be mounted");
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      runs("umount", "-l", disk.toString());
    }
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
    mount();
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
    mount();
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

  private String[] train(Path run) throws IOException {
    Path spec = Files.writeString(folder.resolve("net.yaml"), SPEC);
    return new String[] {"train", spec.toString(), "--out", run.toString(), "--threads", "1"};
  }

  /** What a command says where something happens as soon as this file is there. */
  private static CommandRun disturbed(Path file, Happening happening, String... command)
      throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      Future<CommandRun> run = one.submit(() -> CommandRun.of(command));
      while (!Files.exists(file) && !run.isDone()) {
        Thread.sleep(1);
      }
      assertThat(run.isDone()).as("it was done before").isFalse();
      happening.happen();
      return run.get(1, TimeUnit.MINUTES);
    } finally {
      one.shutdown();
    }
  }

  private interface Happening {
    void happen() throws Exception;
  }

  private static void refused(CommandRun run, String why) {
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains(why);
  }

  /** The folder went before a file was begun or just after it was looked at. */
  private static void refusedAsGone(CommandRun run) {
    refused(run, "cusp: ");
    assertThat(run.err())
        .containsAnyOf(
            "is not there any more as it was when this began", "cannot be written (no such file)");
  }

  /** Files that are whole, and none that is not; how many checkpoints there are. */
  private static int whole(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files.filter(AtomicFiles::isTemporary)).isEmpty();
    }
    return wholeUnderTheirNames(run);
  }

  /**
   * The same where a folder was moved while a file was being written under its temporary name: that
   * is the next process's to remove.
   */
  private static int wholeUnderTheirNames(Path run) throws IOException {
    int checkpoints = 0;
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".safetensors")) {
          Safetensors.read(file);
          checkpoints++;
        }
      }
    }
    return checkpoints;
  }

  private static void requireGoesOn(String[] command, Path run, Path left) throws Exception {
    boolean isMoved = !left.equals(run);
    assertThat(isMoved ? wholeUnderTheirNames(left) : whole(left)).isGreaterThan(2);
    FileTime first = Files.getLastModifiedTime(checkpoint(left, 0));
    if (isMoved) {
      Files.move(left, run);
    }
    CommandRun more = CommandRun.of(with(command, "--json"));
    assertThat(more.code()).as(more.err()).isZero();
    assertThat(Files.getLastModifiedTime(checkpoint(run, 0))).isEqualTo(first);
    assertThat(isMoved ? wholeUnderTheirNames(run) : whole(run)).isEqualTo(82);
  }

  private static Path checkpoint(Path run, int step) {
    return run.resolve(String.format(Locale.ROOT, "checkpoints/step-%06d.safetensors", step));
  }

  @Test
  void aTrainingWhoseDiskIsFullGoesOnWhereThereIsRoom() throws Exception {
    mount();
    Path run = disk.resolve("run");
    fill(200_000);
    refused(CommandRun.of(train(run)), "No space left");
    Files.delete(disk.resolve("filler"));
    requireGoesOn(train(run), run, run);
  }

  @Test
  void nothingIsBegunOnADiskThatCannotBeWrittenTo() throws Exception {
    mount();
    assumeTrue(runs("mount", "-o", "remount,ro", disk.toString()), "a disk can be made read-only");
    refused(CommandRun.of(train(disk.resolve("run"))), "Read-only file system");
    refused(CommandRun.of(with(ESTIMATE, disk.resolve("out").toString())), "Read-only file system");
    try (Stream<Path> files = Files.list(disk)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aTrainingWhoseDiskTurnsReadOnlyIsWhole() throws Exception {
    mount();
    Path run = disk.resolve("run");
    CommandRun ended =
        disturbed(
            checkpoint(run, 500),
            () -> {
              // A disk with open files does not turn by itself.
              assertThat(runs("mount", "--bind", disk.toString(), disk.toString())).isTrue();
              assertThat(runs("mount", "-o", "remount,bind,ro", disk.toString())).isTrue();
            },
            train(run));
    refused(ended, "Read-only file system");
    assertThat(runs("umount", "-l", disk.toString())).isTrue();
    requireGoesOn(train(run), run, run);
  }

  @Test
  void aTrainingWhoseFolderIsMovedDoesNotMakeItAnew() throws Exception {
    Path run = folder.resolve("run");
    Path moved = folder.resolve("moved");
    CommandRun ended = disturbed(checkpoint(run, 500), () -> Files.move(run, moved), train(run));
    refusedAsGone(ended);
    assertThat(run).doesNotExist();
    requireGoesOn(train(run), run, moved);
  }

  @Test
  void aTrainingWhoseDiskGoesAwayDoesNotFillTheOneBelow() throws Exception {
    mount();
    Path run = disk.resolve("run");
    CommandRun ended =
        disturbed(
            checkpoint(run, 500),
            () -> assertThat(runs("umount", "-l", disk.toString())).isTrue(),
            train(run));
    refusedAsGone(ended);
    try (Stream<Path> files = Files.list(disk)) {
      assertThat(files).isEmpty();
    }
  }
}
