package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.cusp.Mutation;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Message;
import org.cusp.exact.ExactProblems;
import org.cusp.format.Idx;
import org.cusp.format.Npy;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.format.WeightsFile;
import org.cusp.format.csv.Csv;
import org.cusp.problem.Problems;
import org.cusp.report.page.RunReport;
import org.cusp.spec.SpecReader;
import org.cusp.train.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged inputs of every reader: each is read right or refused in one line, within a bounded time
 * and memory. {@code -Dcusp.fuzz=5000} takes so many inputs for each reader, {@code
 * -Dcusp.fuzz.reader=csv.*} those readers alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzTest {
  private static final int INPUTS = Integer.getInteger("cusp.fuzz", 0);
  private static final String READERS = System.getProperty("cusp.fuzz.reader", ".*");
  private static final double MOST_SECONDS = 2;
  private static final int MOST_FAILURES = 8;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir static Path folder;

  /**
   * A reader.
   *
   * @param few inputs in the short form
   * @param right inputs that it reads
   * @param packing what is done to a damaged input before it is read
   * @param leastRead share of the damaged inputs that it reads, as they are still right
   * @param mostBytes that it may allocate for one input, in all; small arrays that are dropped at
   *     once count too
   */
  private record Reader(
      String name,
      int few,
      List<byte[]> right,
      UnaryOperator<byte[]> packing,
      Consumer<byte[]> reading,
      double leastRead,
      long mostBytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Of damaged inputs that are read. */
  private static final double SOME = 0.005;

  private static final long SMALL = 64L << 20;
  private static final long ALGEBRA = 1L << 30;

  private Path run;

  @BeforeAll
  void aRunWithAllItsFiles() {
    TinyNetwork tiny = TinyNetwork.in(folder);
    run = tiny.path("run");
    assertThat(CommandRun.of("train", tiny.text("net.yaml"), "--out", run.toString()).code())
        .isZero();
    assertThat(CommandRun.of("llc", run.toString()).code()).isZero();
    assertThat(CommandRun.of("kl", run.toString()).code()).isZero();
    tiny.writeCheckpoint("w.safetensors");
    tiny.writeArrays();
  }

  Stream<Reader> readers() throws IOException {
    byte[] csv = TinyNetwork.points().getBytes(StandardCharsets.UTF_8);
    byte[] quoted = "a;\"b; c\"\n1;2.5e3\n-3;\"4\"\n".getBytes(StandardCharsets.UTF_8);
    byte[] idx = {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6};
    byte[] npy = Files.readAllBytes(folder.resolve("x.npy"));
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    arrays.put("x", NumericArray.vector(1, 2, 3));
    arrays.put("y", new NumericArray(new int[] {2, 1}, new double[] {0, 1}));
    Npz.write(folder.resolve("a.npz"), arrays, Npz.Packing.DEFLATED);
    Npz.write(folder.resolve("b.npz"), arrays, Npz.Packing.STORED);
    List<byte[]> npz =
        List.of(
            Files.readAllBytes(folder.resolve("a.npz")),
            Files.readAllBytes(folder.resolve("b.npz")));
    byte[] weights = Files.readAllBytes(folder.resolve("w.safetensors"));
    List<Reader> all = new ArrayList<>();
    all.add(file("csv", "f.csv", List.of(csv, quoted), Csv::read));
    all.add(
        new Reader(
            "csv.gz",
            150,
            List.of(csv),
            FuzzTest::gzip,
            reading("f.csv.gz", Csv::read),
            SOME,
            SMALL));
    all.add(file("csv.gz, damaged", "g.csv.gz", List.of(gzip(csv)), Csv::read));
    all.add(file("idx", "f.idx", List.of(idx), Idx::read));
    all.add(file("npy", "f.npy", List.of(npy), Npy::read));
    all.add(file("npz", "f.npz", npz, Npz::read));
    all.add(file("safetensors", "f.safetensors", List.of(weights), WeightsFile::read));
    all.add(file("yaml", "f.yaml", List.of(bytes(TinyNetwork.SPEC)), SpecReader::read));
    for (String name : List.of("run.json", "trajectory.csv", "kl.json")) {
      all.add(ofRun(run.resolve(name)));
    }
    try (Stream<Path> estimates = Files.walk(run.resolve("llc"))) {
      for (Path file : estimates.filter(FuzzTest::isOfReport).sorted().limit(2).toList()) {
        all.add(ofRun(file));
        if (file.toString().endsWith(".npz")) {
          all.add(ofArchive(file));
        }
      }
    }
    all.add(text("polynomials", POLYNOMIALS, ExactProblems::answer));
    all.add(text("exact problems", exact(), ExactProblems::answer));
    all.add(text("problems", PROBLEMS, problem -> Problems.parse(problem, 1)));
    all.add(text("command lines", COMMANDS, FuzzTest::parse));
    return all.stream().filter(reader -> reader.name().matches(READERS));
  }

  /** What a report reads; the chains that the next checkpoint's begin with are not of it. */
  private static boolean isOfReport(Path file) {
    return file.endsWith("draws.npz") || file.endsWith("estimate.json");
  }

  private static final List<String> POLYNOMIALS =
      List.of(
          "polynomial:'(y-x^2)^2+x^6'",
          "polynomial:x^2*y^4+3*x^6+y^2",
          "polynomial:'x^2*y^4',at=0x0",
          "polynomial:(x*y-1)^2+(x-1)^4,at=1x1");

  private static final List<String> PROBLEMS =
      List.of(
          "dln:widths=3x2x3,rank=1,n=100",
          "rrr:inputs=4,outputs=3,hidden=2,rank=1,n=50,sigma=0.1",
          "normal-mean:powers=2x1,n=10",
          "monomial:powers=1x2,n=100,sigma=0.5",
          "tms:columns=5,gon=4,n=20");

  private static final List<String> COMMANDS =
      List.of(
          "llc dln:widths=2x2,n=20 --draws 20 --chains 2 --gamma 1.5 --seed 3",
          "train net.yaml --out run --threads 2",
          "free-energy normal-mean:powers=2 --n 100,200 --json",
          "compare a b --spec net.yaml --at truth",
          "exact rrr:inputs=6,outputs=6,hidden=4,rank=3 --explain");

  private static List<String> exact() {
    return ExactProblems.families().stream()
        .map(family -> family.example().replace("'", ""))
        .filter(example -> !example.startsWith("polynomial"))
        .toList();
  }

  private static void parse(String line) {
    try {
      Cusp.parse(line.split(" "));
    } catch (picocli.CommandLine.ParameterException e) {
      CommandRun refused = CommandRun.of(line.split(" "));
      assertThat(refused.code()).isEqualTo(Cusp.WRONG_INPUT);
      throw new InvalidInput(refused.err().stripTrailing());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Reader file(String name, String file, List<byte[]> right, Consumer<Path> reader) {
    return new Reader(
        name, 300, right, UnaryOperator.identity(), reading(file, reader), SOME, SMALL);
  }

  private static Reader text(String name, List<String> right, Consumer<String> reader) {
    return new Reader(
        name,
        200,
        right.stream().map(FuzzTest::bytes).toList(),
        UnaryOperator.identity(),
        input -> reader.accept(new String(input, StandardCharsets.UTF_8)),
        SOME,
        ALGEBRA);
  }

  private static Consumer<byte[]> reading(String name, Consumer<Path> reader) {
    return input -> reader.accept(written(folder.resolve(name), input));
  }

  /** A file of a run, damaged, while the others are whole. */
  private Reader ofRun(Path file) throws IOException {
    // The checksums of an archive see all damage.
    boolean isArchive = file.toString().endsWith(".npz");
    byte[] whole = Files.readAllBytes(file);
    return ofRun(file, "", whole, UnaryOperator.identity(), isArchive ? 0 : SOME);
  }

  /** An array in an archive of a run, damaged before it is packed. */
  private Reader ofArchive(Path file) throws IOException {
    Map<String, byte[]> entries = Zip.entries(Files.readAllBytes(file));
    String array = entries.keySet().iterator().next();
    UnaryOperator<byte[]> packing =
        damaged -> {
          Map<String, byte[]> all = new LinkedHashMap<>(entries);
          all.put(array, damaged);
          return Zip.of(all);
        };
    return ofRun(file, "/" + array, entries.get(array), packing, SOME);
  }

  private Reader ofRun(
      Path file, String part, byte[] right, UnaryOperator<byte[]> packing, double leastRead)
      throws IOException {
    byte[] whole = Files.readAllBytes(file);
    return new Reader(
        run.relativize(file) + part,
        40,
        List.of(right),
        packing,
        input -> {
          written(file, input);
          try {
            RunReport.of(RunDirectory.open(run));
          } finally {
            written(file, whole);
          }
        },
        leastRead,
        2 * SMALL);
  }

  private static Path written(Path file, byte[] content) {
    try {
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void everyInputIsReadOrRefusedInOneLine(Reader reader) {
    for (byte[] right : reader.right()) {
      assertThat(outcome(reader, reader.packing().apply(right))).isEqualTo(new Outcome(true, ""));
    }
    Mutation mutation = new Mutation(reader.name().hashCode());
    List<String> failures = new ArrayList<>();
    int read = 0;
    int count = INPUTS > 0 ? INPUTS : reader.few();
    for (int i = 0; i < count && failures.size() < MOST_FAILURES; i++) {
      byte[] input = reader.packing().apply(mutation.of(mutation.oneOf(reader.right())));
      Outcome outcome = outcome(reader, input);
      read += outcome.read() ? 1 : 0;
      if (!outcome.fault().isEmpty()) {
        failures.add("input " + i + ", " + outcome.fault() + ", of " + shown(input));
      }
    }
    assertThat(failures).as(reader.name()).isEmpty();
    // Damage that nobody can see, or only refusals, would test nothing.
    assertThat(read).isBetween((int) Math.ceil(reader.leastRead() * count), count - count / 10);
    if (INPUTS > 0) {
      System.out.println(
          reader.name() + ": " + count + " inputs, " + read + " read, the others refused");
    }
  }

  private record Outcome(boolean read, String fault) {}

  private static Outcome outcome(Reader reader, byte[] input) {
    long time = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    boolean read = false;
    String fault = "";
    try {
      reader.reading().accept(input);
      read = true;
    } catch (InvalidInput e) {
      fault = faultOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      fault = e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?");
    }
    double seconds = (THREADS.getCurrentThreadCpuTime() - time) / 1e9;
    bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
    if (fault.isEmpty() && seconds > MOST_SECONDS) {
      fault = "took " + seconds + " s";
    }
    if (fault.isEmpty() && bytes > reader.mostBytes() + 500L * input.length) {
      fault = "allocated " + bytes + " bytes";
    }
    return new Outcome(read, fault);
  }

  private static String faultOf(String message) {
    boolean right =
        message.length() <= Message.MOST_CHARACTERS
            && !message.isBlank()
            && message.equals(Message.visible(message));
    return right ? "" : "the message is '" + message + "'";
  }

  private static String shown(byte[] input) {
    return Message.within(400, new String(input, StandardCharsets.ISO_8859_1));
  }
}
