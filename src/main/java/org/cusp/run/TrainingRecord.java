package org.cusp.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.MayBeNull;
import org.cusp.data.DataSet;
import org.cusp.format.Json;
import org.cusp.spec.LoadedData;
import org.cusp.train.RunDirectory;
import org.cusp.train.Start;

/**
 * Where a trained network comes from: {@code run.json}, the {@link Provenance} of the command that
 * began it, its data, and a line for every command that went on with it.
 *
 * @param provenance of the command that began it; its fields stand beside the others
 * @param data null in a file that does not say
 * @param from the checkpoint that it began with; null where weights were drawn
 * @param continuations in order; null in a file that does not say
 */
public record TrainingRecord(
    @JsonUnwrapped Provenance provenance,
    @MayBeNull Data data,
    @MayBeNull Start.From from,
    @MayBeNull List<Continuation> continuations) {
  /**
   * The data by content, see {@link DataSet#fingerprint}.
   *
   * @param test null without held-out data
   */
  public record Data(String train, @MayBeNull String test) {
    /** Of these data. */
    public static Data of(LoadedData data) {
      return new Data(
          data.train().fingerprint(), data.test().map(DataSet::fingerprint).orElse(null));
    }
  }

  /**
   * A command that went on.
   *
   * @param fromStep updates made before it
   * @param time of its start, UTC
   */
  public record Continuation(
      long fromStep,
      String time,
      String command,
      String kernels,
      int threads,
      String revision,
      Map<String, String> versions) {}

  /** The record of a training that begins. */
  public static TrainingRecord begun(Provenance by, Data data, Start start) {
    return new TrainingRecord(by, data, start.from().orElse(null), List.of());
  }

  /** This record and one more continuation; from step 0 on the data are those of now. */
  public TrainingRecord continued(Provenance by, Data now, long fromStep) {
    Continuation next =
        new Continuation(
            fromStep,
            by.time(),
            by.command(),
            by.kernels(),
            by.threads(),
            by.revision(),
            by.versions());
    List<Continuation> before = continuations == null ? List.of() : continuations;
    return new TrainingRecord(
        provenance,
        fromStep == 0 ? now : data,
        from,
        Stream.concat(before.stream(), Stream.of(next)).toList());
  }

  /**
   * What a run says of itself; empty where it says nothing.
   *
   * @throws InvalidInput if its file is damaged
   */
  public static Optional<TrainingRecord> of(RunDirectory run) {
    return Files.exists(run.runFile())
        ? Optional.of(Json.read(run.runFile(), TrainingRecord.class))
        : Optional.empty();
  }

  /**
   * Refuses training data that are not those of the run: a number for weights that were trained on
   * others would be of neither.
   */
  static void requireData(RunDirectory run, DataSet train) {
    of(run)
        .map(TrainingRecord::data)
        .filter(data -> !data.train().equals(train.fingerprint()))
        .ifPresent(
            data -> {
              throw new InvalidInput(
                  run.root()
                      + ": the data are not those that the run was trained on; put them back, or"
                      + " give these with --data");
            });
  }
}
