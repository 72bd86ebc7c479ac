package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.ExactProblems;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExactCommandTest {
  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new ExactCommand()).setOut(new PrintWriter(out));
    assertThat(line.execute(arguments)).isZero();
    return out.toString();
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void jsonHasTheAgreedFields() throws Exception {
    String problem = "rrr:inputs=6,outputs=6,hidden=4,rank=3";
    JsonNode node = new ObjectMapper().readTree(run(problem, "--json"));
    assertThat(fields(node))
        .containsExactly("problem", "lambda", "lambdaValue", "multiplicity", "status", "source");
    assertThat(node.get("problem").asText()).isEqualTo(problem);
    assertThat(node.get("lambda").isTextual()).isTrue();
    assertThat(node.get("lambda").asText()).isEqualTo("15");
    assertThat(node.get("lambdaValue").asDouble()).isEqualTo(15.0);
    assertThat(node.get("multiplicity").asInt()).isEqualTo(2);
    assertThat(node.get("status").asText()).isEqualTo("exact");
  }

  @Test
  void jsonOfABoundHasItsReasonAndExplainsOnRequest() throws Exception {
    String text = run("polynomial:(ab+cd)^2+(ab^2+cd^2)^2", "--json", "--explain");
    JsonNode node = new ObjectMapper().readTree(text);
    assertThat(fields(node)).endsWith("source", "reason", "explanation");
    assertThat(node.get("status").asText()).isEqualTo("upper-bound");
    assertThat(node.get("reason").asText()).contains("a^2*b^2 + 2*a*b*c*d + c^2*d^2");
    assertThat(node.get("explanation")).isNotEmpty();
    assertThat(text.strip()).doesNotContain("\n");
  }

  @Test
  void humanOutputIsShort() {
    String text = run("dln:widths=3x3x3,rank=0");
    assertThat(text).startsWith("lambda = 7/2 = 3.5,  m = 2").contains("exact").contains("Aoyagi");
    assertThat(text.lines().count()).isLessThan(7);
  }

  @Test
  void explanationShowsTheDivisors() {
    // (y - x^2)^2 + x^6: N = 4, nu = 3 at the first blow-up, N = 6, nu = 4 at the next.
    assertThat(run("polynomial:(y-x^2)^2+x^6", "--explain"))
        .contains("E1: N = 4, nu = 3, nu/N = 3/4")
        .contains("E2: N = 6, nu = 4, nu/N = 2/3");
  }

  @Test
  void listNamesEveryFamily() {
    String text = run("--list");
    for (ExactProblems.Family family : ExactProblems.families()) {
      assertThat(text).contains(family.name() + ": ").contains(family.example());
    }
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    long sources = text.lines().filter(line -> line.matches(" +answer +lambda = .*")).count();
    assertThat(sources).isEqualTo(ExactProblems.families().size());
  }

  @Test
  void mistakesReachTheCallerAsInvalidInput() {
    List<Exception> thrown = new ArrayList<>();
    CommandLine line = new CommandLine(new ExactCommand());
    line.setExecutionExceptionHandler(
        (exception, commandLine, result) -> {
          thrown.add(exception);
          return 2;
        });
    assertThat(line.execute("rr:inputs=1")).isEqualTo(2);
    assertThat(line.execute()).isEqualTo(2);
    assertThat(thrown).hasSize(2).allMatch(InvalidInput.class::isInstance);
  }
}
