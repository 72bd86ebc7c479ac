package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cusp.cli.spread.Job;
import org.cusp.cli.spread.Maker;
import org.cusp.cli.spread.Outcome;
import org.cusp.cli.spread.Piece;
import org.cusp.cli.spread.Words;
import org.cusp.contract.InvalidInput;
import org.cusp.format.WriterLock;
import org.cusp.run.DrawsFile;
import org.cusp.tensor.KernelProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process of a cluster does with a piece, without a cluster. */
class PieceCommandTest {
  private static final String SPEC =
      """
      name: pieces
      data: {source: digits, scaling: divide 16, limit: 60}
      model: {type: mlp, widths: [64, 2, 10]}
      train: {batch: 20, steps: 20, checkpoints: [5, 20]}
      """;

  private static final Maker HERE = Maker.here(KernelProvider.named("auto"));

  @TempDir private static Path folder;
  private static Path run;
  private static Path whole;

  @BeforeAll
  static void oneProcess() throws Exception {
    Path spec = Files.writeString(folder.resolve("net.yaml"), SPEC);
    run = folder.resolve("run");
    CommandRun.done("train", spec.toString(), "--out", run.toString(), "--threads", "1");
    whole = folder.resolve("whole");
    List<String> alone = CommandRun.join(words(run), "--alone", "--out", whole.toString());
    assertThat(CommandRun.of(alone.toArray(String[]::new)).code()).isZero();
  }

  private static List<String> words(Path run) {
    List<String> settings =
        List.of("--sampler=hmc", "--draws=8", "--chains=2", "--seed=4", "--threads=1");
    return CommandRun.join(List.of("llc", run.toString()), settings.toArray(String[]::new));
  }

  private static Piece piece(int number, String step) {
    return new Piece(number, 2, step, run.resolve("llc").resolve(step).toString());
  }

  private static Job job(List<String> words, Maker maker) {
    return new Job("llc", words, List.of(), maker, 1);
  }

  @Test
  void inItsFolderOrBesideAnotherAttemptTheBitsAreThoseOfOneProcess() {
    Piece first = piece(1, "step-000005");
    Outcome there = PieceCommand.run(job(words(run), HERE), first, "here");
    assertThat(there.files()).isEmpty();
    Piece second = piece(2, "step-000020");
    Path held = Path.of(second.folder());
    assertThat(WriterLock.isHeld(held)).isFalse();
    Outcome apart;
    try (WriterLock lock = WriterLock.of(held)) {
      assertThat(WriterLock.isHeld(held)).isTrue();
      apart = PieceCommand.run(job(words(run), HERE), second, "here");
      assertThat(WriterLock.isHeld(held)).isTrue();
    }
    assertThat(WriterLock.isHeld(held)).isFalse();
    assertThat(held).doesNotExist();
    assertThat(apart.files()).containsOnlyKeys("draws.npz", "estimate.json");
    assertThat(DrawsFile.read(Path.of(first.folder(), "draws.npz")).deltaLoss())
        .isDeepEqualTo(DrawsFile.read(whole.resolve("step-000005/draws.npz")).deltaLoss());
    assertThat(apart.files().get("draws.npz"))
        .isEqualTo(bytes(whole.resolve("step-000020/draws.npz")));
  }

  /** A result that is a folder goes as the files in it. */
  @Test
  void besideAnotherAttemptAMatrixComesBackToo() {
    Piece second =
        new Piece(2, 2, "step 20", run.resolve("influence").resolve("step-000020").toString());
    List<String> words =
        List.of(
            "influence",
            run.toString(),
            "--checkpoints=all",
            "--sampler=hmc",
            "--draws=24",
            "--chains=2",
            "--seed=4",
            "--threads=1");
    Outcome apart;
    try (WriterLock lock = WriterLock.of(Path.of(second.folder()))) {
      apart = PieceCommand.run(job(words, HERE), second, "here");
    }
    Outcome there = PieceCommand.run(job(words, HERE), second, "here");
    assertThat(there.files()).isEmpty();
    assertThat(apart.files())
        .containsKeys("influence.json", "report.html", "influence.zarr/.zgroup");
    Path matrix = Path.of(second.folder(), "influence.zarr/influence/0.0");
    assertThat(apart.files().get("influence.zarr/influence/0.0")).isEqualTo(bytes(matrix));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoMakesOtherBitsDoesNothing() {
    Maker java = new Maker(HERE.version(), HERE.revision(), HERE.java() + 8, HERE.kernels());
    Outcome refused =
        PieceCommand.run(job(words(folder.resolve("none")), java), piece(1, "a"), "x");
    assertThat(refused.refusal())
        .contains("Java " + HERE.java() + ", and here it is " + java.java());
    Maker old = new Maker("0.0.1", HERE.revision(), HERE.java(), HERE.kernels());
    assertThat(old.differs(HERE)).contains("Cusp " + HERE.version() + ", and here it is 0.0.1");
    assertThat(HERE.differs(HERE)).isEmpty();
  }

  @Test
  void whatFailsSaysWhyInOneLine() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> PieceCommand.run(job(words(none), HERE), piece(1, "a"), "x"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(none + ": no such checkpoint file or run directory");
  }

  @Test
  void wordsMeanTheSameInAnotherFolder() {
    Path here = Path.of("").toAbsolutePath();
    List<String> words =
        Words.of(
            Cusp.parse("llc", "src/test", "--on", "spark", "--mask=a.npz", "--seed", "3", "--alone")
                .subcommand(),
            Set.of("--on"));
    assertThat(words)
        .containsExactly(
            "llc",
            here.resolve("src/test").toString(),
            "--mask=" + here.resolve("a.npz"),
            "--seed=3",
            "--alone");
    assertThat(Words.of(Cusp.parse("llc", "dln:widths=2x2").subcommand(), Set.of()))
        .containsExactly("llc", "dln:widths=2x2");
  }

  @Test
  void whatCannotBeIsOneLine() {
    Map.of(
            "unknown cluster (--on) 'sparc': did you mean 'spark'?", new String[] {"--on", "sparc"},
            "--master is of a cluster", new String[] {"--master", "local[2]"},
            "does not go with --shard", new String[] {"--on", "spark", "--shard", "1/2"},
            "does not go with --plan", new String[] {"--on", "spark", "--plan"},
            "must be NAME=VALUE", new String[] {"--on", "spark", "--conf", "cores"})
        .forEach(
            (why, options) -> {
              CommandRun refused =
                  CommandRun.of(CommandRun.join(words(run), options).toArray(String[]::new));
              assertThat(refused.code()).isEqualTo(2);
              assertThat(refused.err().strip().lines()).hasSize(1);
              assertThat(refused.err()).contains(why);
            });
  }
}
