package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.Numpy;
import org.cusp.data.Targets;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.train.Checkpoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code llc} against a random walk Metropolis sampler of forty lines of numpy, which shares
 * nothing with it but the files: linear models, networks of one and two units, logistic and softmax
 * regression, monomials.
 */
class MetropolisReferenceTest {
  /** Of 20 comparisons one exceeds 3.5 standard errors once in 100 seeds; the seeds are fixed. */
  private static final double MOST_ERRORS = 3.5;

  @TempDir private Path folder;
  private final Map<String, String[]> commands = new LinkedHashMap<>();

  @BeforeAll
  static void needsNumpy() throws Exception {
    Numpy.needed();
  }

  /** A network of these widths at random weights, with random data. */
  private void network(int... widths) throws Exception {
    network(false, widths);
  }

  private void network(boolean isClasses, int... widths) throws Exception {
    int number = commands.size();
    RandomStream stream = RandomStream.of(5, Purpose.DESIGN, number);
    String name = String.format(Locale.ROOT, "net%02d", number);
    int n = 20 + number;
    int outputs = widths[widths.length - 1];
    double[] x = normals(stream, 1, n * widths[0], 1);
    double[] y = normals(stream, 2, n * outputs, 1);
    if (isClasses) {
      y = new double[n];
      // Every class occurs, as the reader counts them.
      Arrays.setAll(y, i -> i < outputs ? i : Math.floor(outputs * stream.uniform(3, i)));
    }
    NumericArray targets =
        isClasses ? NumericArray.vector(y) : new NumericArray(new int[] {n, outputs}, y);
    double sigma = isClasses ? 1 : 0.8;
    Path data = Files.createDirectories(folder.resolve("data")).resolve(name + ".npz");
    NumericArray inputs = new NumericArray(new int[] {n, widths[0]}, x);
    Npz.write(data, Map.of("x", inputs, "y", targets), Npz.Packing.STORED);
    Path file =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            name: %s
            data: {source: npz, path: data/%s.npz, kind: %s}
            model: {type: mlp, widths: %s, activation: tanh, likelihood: %s, precision: float64}
            """
                .formatted(
                    name,
                    name,
                    isClasses ? "classes" : "values",
                    Arrays.toString(widths),
                    isClasses ? "categorical" : "gaussian, sigma: " + sigma));
    Spec spec = SpecReader.read(file);
    double[] centre = normals(stream, 4, spec.model().build().size(), 0.7);
    Path checkpoint = folder.resolve(name + ".safetensors");
    Checkpoint.of(spec, 1, 1, centre).write(checkpoint);
    double[] layers = new double[2 * (widths.length - 1)];
    Arrays.setAll(layers, i -> widths[i / 2 + 1 - i % 2]);
    double gamma = 1 + number % 4;
    write(
        name,
        Map.of(
            "x",
            inputs,
            "y",
            targets,
            "centre",
            NumericArray.vector(centre),
            "setting",
            NumericArray.vector(isClasses ? 1 : 0, sigma, gamma),
            "layers",
            new NumericArray(new int[] {widths.length - 1, 2}, layers)));
    add(name, gamma, checkpoint.toString(), "--spec", file.toString());
  }

  private void monomial(String text, double sigma, double... powers) {
    String name = String.format(Locale.ROOT, "net%02d", commands.size());
    Problem problem = Problems.parse(text, 1);
    int n = problem.data().n();
    double[] y = ((Targets.Values) problem.data().targets()).values();
    write(
        name,
        Map.of(
            "x", new NumericArray(new int[] {n, 1}, problem.data().x()),
            "y", new NumericArray(new int[] {n, 1}, y),
            "centre", NumericArray.vector(problem.truth()),
            "setting", NumericArray.vector(2, sigma, 1),
            "layers", NumericArray.vector(powers)));
    add(name, 1, text, "--seed", "1");
  }

  private void write(String name, Map<String, NumericArray> arrays) {
    Npz.write(folder.resolve(name + ".npz"), arrays, Npz.Packing.STORED);
  }

  private void add(String name, double gamma, String target, String... more) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("llc", target, "--gamma", Double.toString(gamma), "--draws", "400", "--json"));
    command.addAll(List.of(more));
    commands.put(name, command.toArray(String[]::new));
  }

  private static double[] normals(RandomStream stream, int step, int count, double scale) {
    double[] values = new double[count];
    stream.normals(step, 0, values, count);
    return Arrays.stream(values).map(v -> scale * v).toArray();
  }

  @Test
  void twentyLlcs() throws Exception {
    network(1, 1);
    network(2, 1);
    network(3, 1);
    network(2, 2);
    network(1, 1, 1);
    network(2, 1, 1);
    network(1, 2, 1);
    network(2, 2, 1);
    network(1, 1, 2);
    network(true, 1, 2);
    network(true, 2, 2);
    network(true, 3, 2);
    network(true, 2, 3);
    network(true, 2, 4);
    network(true, 1, 1, 2);
    monomial("monomial:powers=1,n=30,sigma=0.5", 0.5, 1);
    monomial("monomial:powers=2,n=40,sigma=0.5", 0.5, 2);
    monomial("monomial:powers=1x1,n=50,sigma=1", 1, 1, 1);
    monomial("monomial:powers=1x2,n=60,sigma=0.5", 0.5, 1, 2);
    monomial("monomial:powers=2x1x1,n=70,sigma=0.7", 0.7, 2, 1, 1);
    assertThat(commands).hasSize(20);
    JsonNode reference = Numpy.of("metropolis.py", folder);
    for (Map.Entry<String, String[]> each : commands.entrySet()) {
      CommandRun run = CommandRun.of(each.getValue());
      assertThat(run.code()).as(run.err()).isZero();
      JsonNode found = new ObjectMapper().readTree(run.out()).get("llc");
      JsonNode expected = reference.get(each.getKey());
      double error = Math.hypot(found.get("se").asDouble(), expected.get(1).asDouble());
      double gap = (found.get("value").asDouble() - expected.get(0).asDouble()) / error;
      String said = String.join(" ", each.getValue()) + ": " + found + ", Metropolis " + expected;
      assertThat(Math.abs(gap)).as(said).isLessThan(MOST_ERRORS);
      // Errors that are large would agree with anything.
      assertThat(error).as(said).isLessThan(0.1 + 0.05 * Math.abs(expected.get(0).asDouble()));
    }
  }
}
