package org.cusp.paper.gold;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Tables;
import org.cusp.paper.reproduction.WorkClock;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.Workers;

/**
 * What one method says of a case at a gamma in so many seconds of work.
 *
 * @param field its settings; empty for Cusp's defaults
 * @param marks seconds after which a run of the field is read, rising; of Cusp, whose settings
 *     follow from its budget, there is one
 */
record ScoreWork(
    GoldCase one, Gamma gamma, Optional<FieldSettings> field, List<Double> marks, long seed) {
  /** The name of Cusp's defaults among the methods. */
  static final String CUSP = "cusp";

  /** No run is content before its seconds are spent. */
  private static final double ALL_THE_TIME = 1e-4;

  ScoreWork {
    marks = List.copyOf(marks);
  }

  String id() {
    String step = field.map(settings -> " step " + Tables.brief(settings.step())).orElse("");
    return String.format(
        Locale.ROOT,
        "%s s %s gamma %s %s%s seed %d",
        Tables.brief(budget()),
        one.name(),
        gamma.name(),
        method(),
        step,
        seed);
  }

  /** The seconds of the whole run. */
  double budget() {
    return marks.get(marks.size() - 1);
  }

  private String method() {
    return field.map(FieldSettings::method).orElse(CUSP);
  }

  String describe() {
    return one.checkpoint().describe()
        + "; "
        + field.map(FieldSettings::describe).orElse("the defaults of cusp llc")
        + "; "
        + marks.stream().map(Tables::brief).collect(Collectors.joining(" and "))
        + " s of work, seed "
        + seed;
  }

  Row row(Estimation estimation) {
    Row row =
        Row.empty()
            .with(Columns.KIND, Columns.SCORE)
            .with(Columns.CASE, one.name())
            .with(Columns.GAMMA, gamma.name())
            .with(Columns.METHOD, method())
            .with(Columns.STEP, field.map(FieldSettings::step).orElse(null))
            .with(Columns.BUDGET, budget())
            .with("seed", seed);
    try (Workers workers = new Workers(WorkClock.CORES)) {
      Estimation beside = estimation.with(workers);
      Place place = Place.of(one, gamma, estimation);
      WorkClock clock = new WorkClock(workers);
      return row.with(
          field.isPresent()
              ? ofField(field.get(), place, clock, beside)
              : ofCusp(place, clock, beside));
    } catch (InvalidInput e) {
      return row.with(Columns.STATUS, Columns.SKIPPED)
          .with(Columns.WHY, e.getMessage())
          .with(Row.UNFINISHED, Columns.SKIPPED);
    }
  }

  /** The last mark in the columns that every row has, those before in columns of their own. */
  private Row ofField(FieldSettings settings, Place place, WorkClock clock, Estimation estimation) {
    List<FieldRun> found = FieldRun.of(settings, place, marks, clock, seed, estimation);
    Row row = Row.empty();
    for (FieldRun each : found) {
      row =
          row.with(Columns.at(Columns.LLC, each.mark(), budget()), each.value())
              .with(Columns.at("spread", each.mark(), budget()), each.spread());
    }
    FieldRun last = found.get(found.size() - 1);
    return row.with(Columns.SECONDS, last.seconds()).with(Columns.GRADIENTS, last.gradients());
  }

  private Row ofCusp(Place place, WorkClock clock, Estimation estimation) {
    LlcSpec settings =
        LlcSpec.defaults(seed)
            .withGamma(place.gamma())
            .withNBeta(place.nBeta())
            .until(ALL_THE_TIME, budget());
    Row answer =
        estimation.at(place.target(), place.w(), settings, Deadline.after(clock, budget())).row();
    return answer.without(Columns.STEP, Columns.GAMMA, "cautions");
  }
}
