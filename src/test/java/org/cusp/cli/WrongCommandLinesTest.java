package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.cusp.contract.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong command lines of every command: exit code 2, one line, nothing on standard output. */
class WrongCommandLinesTest {
  /** Words that a line cannot hold stand as names in angle brackets. */
  private static final String LINES =
      """
      nosuch
      LLC dln:widths=2x2,n=20
      --nosuch
      -x
      <empty>
      <escape>
      <long>
      <lone>
      @/dev/zero
      llc
      llc <empty>
      llc <long>
      llc <escape>
      llc <lone>
      llc <nul>
      llc @net.yaml
      llc .
      llc /dev/null
      llc /dev/zero --spec net.yaml
      llc net.yaml
      llc points.csv --spec net.yaml
      llc <problem> extra
      llc <problem> --nosuch
      llc <problem> --chains
      llc <problem> --chains x
      llc <problem> --chains 0
      llc <problem> --chains -1
      llc <problem> --chains 2.5
      llc <problem> --chains 99999999999
      llc <problem> --chains <escape>
      llc <problem> --draws 0
      llc <problem> --draws 1
      llc <problem> --draws -5
      llc <problem> --draws <long>
      llc <problem> --draws 2000000000
      llc <problem> --sampler hmc --chains 2 --draws 200000000
      llc <problem> --sampler hmc --chains 1000000000
      llc <problem> --chains 1000000000 --draws 1000
      llc <problem> --gamma -1
      llc <problem> --gamma NaN
      llc <problem> --gamma inf
      llc <problem> --gamma x
      llc <problem> --budget 0
      llc <problem> --budget -1
      llc <problem> --budget NaN
      llc <problem> --precision 0
      llc <problem> --precision -2
      llc <problem> --seed x
      llc <problem> --seed 1e3
      llc <problem> --threads 0
      llc <problem> --threads -1
      llc <problem> --threads 100000
      llc <problem> --kernels nosuch
      llc <problem> --sampler nosuch
      llc <problem> --sampler <long>
      llc <problem> --batch 0
      llc <problem> --only nosuch
      llc <problem> --mask nosuch.npy
      llc <problem> --spec net.yaml
      llc <problem> --data points.csv
      llc nosuch:widths=2x2
      llc dln:widths=2x2,n=x
      llc dln:widths=2x2,n=0
      llc dln:widths=2x2,n=-1
      llc dln:widths=0x2,n=10
      llc dln:widths=axb,n=10
      llc dln:widths=2x2,n=10,nosuch=1
      llc dln:widths=2x2,n=10,n=11
      llc dln:widths=99999x99999x99999,n=10
      llc tms:columns=5,gon=4,n=2000000000
      llc rrr:inputs=40,outputs=30,hidden=2,rank=1,n=20202020
      llc monomial:powers=1x2,n=1000000000
      llc dln
      llc dln:
      free-energy
      free-energy <problem> --prior-sd 0
      free-energy <problem> --prior-sd -1
      free-energy <problem> --n 100,x
      free-energy <problem> --nosuch
      free-energy <problem> --draws 2000000000
      free-energy <problem> --n 100,2000000000
      criteria
      criteria nosuch
      criteria <problem> --test nosuch.csv
      criteria <problem> --draws 2000000000
      criteria <problem> --test 99999999999
      compare
      compare <problem>
      compare nosuch nosuch2
      kl
      kl nosuch
      calibrate
      calibrate <problem> --gammas x
      calibrate <problem> --steps -1
      sbic
      sbic nosuch
      sbic <problem> --repeat 0
      train
      train nosuch.yaml
      train points.csv
      train net.yaml nosuch
      train net.yaml --seed <escape>
      train net.yaml --threads x
      train /dev/zero
      train .
      train <lone>
      learning-curve
      learning-curve nosuch.yaml
      learning-curve net.yaml
      report
      report nosuch
      report net.yaml
      reproduce nosuch
      reproduce <escape>
      exact
      exact nosuch
      exact rrr
      exact rrr:inputs=3
      exact rrr:inputs=6,outputs=6,hidden=4,rank=9
      exact rrr:inputs=x,outputs=6,hidden=4,rank=1
      exact polynomial:
      exact polynomial:x+
      exact polynomial:x^
      exact polynomial:<escape>
      exact <escape>
      exact --nosuch
      spectrum
      spectrum nosuch
      spectrum polynomial:1
      volume
      volume nosuch
      problems nosuch
      problems extra word
      doctor extra
      bench --nosuch
      """;

  @TempDir Path folder;

  @BeforeEach
  void files() {
    TinyNetwork.in(folder);
  }

  static Stream<String> lines() {
    return LINES.lines();
  }

  private String word(String written) {
    return switch (written) {
      case "net.yaml", "points.csv" -> folder.resolve(written).toString();
      case "." -> folder.toString();
      default ->
          written
              .replace("<problem>", "dln:widths=2x2,n=20")
              .replace("<empty>", "")
              .replace("<escape>", "\u001b[31mred\nline\t\u202e")
              .replace("<long>", "k".repeat(60_000))
              .replace("<lone>", "a\ud83db")
              .replace("<nul>", "a\u0000b");
    };
  }

  @ParameterizedTest
  @MethodSource("lines")
  void isRefusedInOneLine(String line) {
    String[] words = Arrays.stream(line.split(" ")).map(this::word).toArray(String[]::new);
    CommandRun run = CommandRun.of(words);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    String message = run.err().strip();
    assertThat(message).startsWith("cusp: ").isEqualTo(Message.of(message));
    assertThat(message.length()).isBetween(12, Message.MOST_CHARACTERS);
  }

  /** Thousands of words would keep the reading of options busy for seconds. */
  @Test
  void endlessLinesAreNotRead() {
    for (String more : new String[] {"extra", "--gamms", "--chains", "\u0000"}) {
      String[] words = new String[100_000];
      Arrays.fill(words, more);
      words[0] = "llc";
      CommandRun run = CommandRun.of(words);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err())
          .isEqualToIgnoringNewLines("cusp: a command line of 100000 words; at most 500 are read");
    }
  }

  @Test
  void thereAreManyOfThem() {
    assertThat(lines().distinct().count()).isGreaterThan(100);
  }

  /** The commands write no digits of the machine's locale. */
  @Test
  void filesAreTheSameInEveryLocale() throws Exception {
    Locale before = Locale.getDefault();
    try {
      String root = answers("root");
      for (String tag : new String[] {"ar-EG-u-nu-arab", "fa-IR", "hi-IN-u-nu-deva", "tr-TR"}) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(answers(tag)).as(tag).isEqualTo(root);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  /** What a run leaves, by names of files and their content, without times and places. */
  private String answers(String name) throws Exception {
    TinyNetwork tiny = TinyNetwork.in(folder);
    String run = tiny.text(name);
    assertThat(CommandRun.of("train", tiny.text("net.yaml"), "--out", run).code()).isZero();
    CommandRun llc = CommandRun.of("llc", run);
    assertThat(llc.code()).isZero();
    assertThat(CommandRun.of("report", run).code()).isZero();
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = java.nio.file.Files.walk(folder.resolve(name))) {
      for (Path file : files.filter(java.nio.file.Files::isRegularFile).sorted().toList()) {
        all.append(folder.resolve(name).relativize(file)).append('\n');
        if (file.toString().endsWith(".svg") || file.toString().endsWith("estimate.json")) {
          String text = java.nio.file.Files.readString(file);
          all.append(text.replaceAll("\"([A-Za-z]*([sS]econds?)|time)\" :[^,}\\n]*", ""));
        }
      }
    }
    assertThat(all).contains("step-000003", ".svg");
    all.append(CommandRun.of("exact", "polynomial:'(y-x^2)^2+x^6'").out());
    return all.toString().replace(name, "RUN");
  }
}
