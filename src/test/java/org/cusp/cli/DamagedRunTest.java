package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.cusp.SharedFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever lies in a run: one line that names the file and the field, or a report. */
class DamagedRunTest {
  @TempDir Path folder;
  private Path run;

  @BeforeEach
  void aRunWithItsEstimates() {
    TinyNetwork tiny = TinyNetwork.in(folder);
    run = folder.resolve("run");
    done("train", tiny.text("net.yaml"), "--out", run.toString());
    done("llc", run.toString());
  }

  private static CommandRun done(String... arguments) {
    CommandRun result = CommandRun.of(arguments);
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  private void isRefused(Path file, String message, String... commands) {
    for (String command : commands) {
      CommandRun result = CommandRun.of(command, run.toString());
      assertThat(result.code()).as(command + ": " + result.out() + result.err()).isEqualTo(2);
      List<String> lines = result.err().lines().toList();
      assertThat(lines).hasSize(1);
      assertThat(lines.get(0)).contains(file.getFileName().toString()).contains(message);
    }
  }

  private Path estimate() {
    return run.resolve("llc/step-000003/estimate.json");
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"llc\" : { | \"lc\" : { | the field llc is missing",
        "\"verdict\" : { | \"verdict\" : null, \"v\" : { | the field verdict is null",
        "\"rhat\" : | \"rat\" : | the field llc.rhat is missing",
        "\"stepSize\" : | \"stepsize\" : | stepSize",
        "\"parameters\" : | \"parameters\" : \"many\", \"p\" : | the field parameters must be",
        "\"kernels\" : | \"kernel\" : | the field provenance.kernels is missing",
      })
  void aDamagedEstimateIsNamed(String from, String to, String message) throws IOException {
    replace(estimate(), from, to);
    isRefused(estimate(), message, "report", "llc");
  }

  @Test
  void theVerdictIsOneOfThree() throws IOException {
    String text = Files.readString(estimate());
    Files.writeString(
        estimate(), text.replaceAll("\"status\" : \"\\w+\"", "\"status\" : \"fine\""));
    isRefused(estimate(), "unknown verdict.status 'fine'", "report", "llc");
  }

  @Test
  void anEstimateOfAnotherStepIsNamed() throws IOException {
    replace(estimate(), "\"step\" : 3", "\"step\" : 4");
    isRefused(estimate(), "the field step must be that of its checkpoint, 3, got 4", "report");
  }

  @Test
  void aDamagedRecordIsNamed() throws IOException {
    replace(run.resolve("run.json"), "\"machine\" : {", "\"machine\" : null, \"m\" : {");
    isRefused(run.resolve("run.json"), "the field machine is null", "report", "llc");
  }

  /** Steps that go back, and a loss of 1e-320, which once let the axis' ticks fill the memory. */
  @Test
  void aTrajectoryThatPeopleHandedInHasAReport() throws IOException {
    Path trajectory = run.resolve("trajectory.csv");
    byte[] before = Files.readAllBytes(trajectory);
    Files.copy(
        SharedFiles.path("cases/robust/trajectory-denormal.csv"),
        trajectory,
        StandardCopyOption.REPLACE_EXISTING);
    done("report", run.toString());
    Files.write(trajectory, before);
  }

  @Test
  void theInputsThatPeopleHandedIn() throws IOException {
    Map<String, Path> places =
        Map.of(
            "draws-rank1-deltaLoss.npz", run.resolve("llc/step-000003/draws.npz"),
            "estimate-no-llc.json", estimate(),
            "estimate-no-verdict.json", estimate(),
            "run-null-field.json", run.resolve("run.json"));
    Map<String, String> where =
        Map.of(
            "draws-rank1-deltaLoss.npz", "deltaLoss",
            "estimate-no-llc.json", "the field ",
            "estimate-no-verdict.json", "the field ",
            "run-null-field.json", "the field ");
    for (Map.Entry<String, Path> place : places.entrySet()) {
      byte[] before = Files.readAllBytes(place.getValue());
      Path given = SharedFiles.path("cases/robust/" + place.getKey());
      Files.copy(given, place.getValue(), StandardCopyOption.REPLACE_EXISTING);
      isRefused(place.getValue(), where.get(place.getKey()), "report", "llc");
      Files.write(place.getValue(), before);
    }
  }

  @Test
  void lossesNearNothingAreReported() throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("trajectory.csv"));
    String[] cells = lines.get(2).split(",");
    for (String loss : List.of("1e-320", "4.9e-324", "1e308", "0.0", "-1e-320")) {
      cells[2] = loss;
      lines.set(2, String.join(",", cells));
      Files.write(run.resolve("trajectory.csv"), lines);
      done("report", run.toString());
    }
  }

  @Test
  void aFolderOfAnEstimateIsReported() throws IOException {
    Path out = folder.resolve("one");
    String checkpoint = run.resolve("checkpoints/step-000003.safetensors").toString();
    done("llc", checkpoint, "--out", out.toString());
    CommandRun report = done("report", out.toString());
    assertThat(report.out().lines().toList())
        .contains(out.resolve("traces.png").toString())
        .endsWith(out.resolve("report.html").toString());
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("local learning coefficient", "Settings and provenance", checkpoint);
    replace(out.resolve("estimate.json"), "\"llc\" : {", "\"lc\" : {");
    assertThat(CommandRun.of("report", out.toString()).err())
        .contains("estimate.json: the field llc is missing");
  }

  @Test
  void aFolderOfSeveralEstimatesIsReported() {
    Path out = folder.resolve("several");
    done("llc", run.toString(), "--out", out.toString());
    assertThat(done("report", out.toString()).out())
        .contains(out.resolve("figures").resolve("llc.png").toString());
  }

  @Test
  void aRunOnOtherDataIsRefused() throws IOException {
    replace(folder.resolve("points.csv"), "x1,x2,class\n", "x1,x2,class\n9,9,1\n");
    CommandRun result = CommandRun.of("llc", run.toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("the data are not those that the run was trained on");
  }

  @Test
  void aPlaceInTheWayIsFoundBeforeTheWork() throws IOException {
    Path out = folder.resolve("blocked");
    Files.createDirectories(out.resolve("estimate.json/x"));
    CommandRun result =
        CommandRun.of("llc", "monomial:powers=1,n=100", "--out", out.toString(), "--budget", "60");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("estimate.json: cannot be written (is a folder)");
    assertThat(result.out()).doesNotContain("LLC");
  }
}
