package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One command run in this process: its exit code and what it printed. */
record CommandRun(int code, String out, String err) {
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Cusp.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** A command that ends well and has nothing to complain of. */
  static CommandRun done(List<String> arguments) {
    CommandRun run = of(arguments.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run;
  }

  static CommandRun done(String... arguments) {
    return done(List.of(arguments));
  }

  /** What such a command prints with {@code --json}: one document. */
  static JsonNode json(List<String> arguments) {
    return parsed(done(join(arguments, "--json")).out());
  }

  static JsonNode json(String... arguments) {
    return json(List.of(arguments));
  }

  static JsonNode parsed(String text) {
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A result less what differs between two runs of the same: times and the command as typed. */
  static JsonNode lasting(JsonNode result) {
    ObjectNode copy = result.deepCopy();
    copy.remove(List.of("seconds", "provenance"));
    return copy;
  }

  static List<String> join(List<String> left, String... right) {
    return Stream.concat(left.stream(), Stream.of(right)).toList();
  }

  /** An LLC of a few draws, which nothing can be learned from but that it runs. */
  static List<String> shortLlc(String target) {
    List<String> settings =
        List.of(
            "--sampler",
            "sgld",
            "--chains",
            "2",
            "--draws",
            "10",
            "--burn-in",
            "3",
            "--batch",
            "7");
    return Stream.concat(Stream.of("llc", target), settings.stream()).toList();
  }
}
