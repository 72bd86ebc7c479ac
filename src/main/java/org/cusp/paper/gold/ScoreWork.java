package org.cusp.paper.gold;

import java.util.Locale;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Tables;
import org.cusp.spec.sampling.LlcSpec;

/**
 * What one method says of a case at a gamma in so many seconds.
 *
 * @param field its settings; empty for Cusp's defaults
 * @param budget seconds
 */
record ScoreWork(
    GoldCase one, Gamma gamma, Optional<FieldSettings> field, double budget, long seed) {
  /** The name of Cusp's defaults among the methods. */
  static final String CUSP = "cusp";

  /** No run is content before its seconds are spent. */
  private static final double ALL_THE_TIME = 1e-4;

  /** Of the time of the threads that its chains can use. */
  private static final double LEAST_SHARE = 0.4;

  /** That Cusp has at least where all goes well. */
  private static final int CHAINS = 4;

  String id() {
    String step = field.map(settings -> " step " + Tables.brief(settings.step())).orElse("");
    return String.format(
        Locale.ROOT,
        "%s s %s gamma %s %s%s seed %d",
        Tables.brief(budget),
        one.name(),
        gamma.name(),
        method(),
        step,
        seed);
  }

  private String method() {
    return field.map(FieldSettings::method).orElse(CUSP);
  }

  String describe() {
    return one.checkpoint().describe()
        + "; "
        + field.map(FieldSettings::describe).orElse("the defaults of cusp llc")
        + "; "
        + budget
        + " s, seed "
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
            .with(Columns.BUDGET, budget)
            .with("seed", seed);
    try {
      Place place = Place.of(one, gamma, estimation);
      double before = Cpu.seconds();
      Row answer =
          field.isPresent() ? ofField(field.get(), place, estimation) : ofCusp(place, estimation);
      double cpu = Cpu.seconds() - before;
      return row.with(answer)
          .with(Columns.CPU, cpu)
          .with(Row.UNFINISHED, disturbed(cpu, answer, estimation));
    } catch (InvalidInput e) {
      return row.with(Columns.STATUS, Columns.SKIPPED)
          .with(Columns.WHY, e.getMessage())
          .with(Row.UNFINISHED, Columns.SKIPPED);
    }
  }

  /** Seconds that other work took from this run are no seconds: it is measured again. */
  private String disturbed(double cpu, Row answer, Estimation estimation) {
    double seconds = answer.number(Columns.SECONDS);
    int chains = field.map(FieldSettings::chains).orElse(CHAINS);
    double share = cpu / (Math.min(chains, estimation.workers().threads()) * seconds);
    return seconds > budget / 2 && share < LEAST_SHARE
        ? String.format(Locale.ROOT, "measured beside other work: %.0f%% of the cores", 100 * share)
        : "";
  }

  private Row ofField(FieldSettings settings, Place place, Estimation estimation) {
    FieldRun found = FieldRun.of(settings, place, budget, seed, estimation);
    return Row.empty()
        .with(Columns.LLC, found.value())
        .with("spread", found.spread())
        .with(Columns.SECONDS, found.seconds())
        .with(Columns.GRADIENTS, found.gradients());
  }

  private Row ofCusp(Place place, Estimation estimation) {
    LlcSpec settings =
        LlcSpec.defaults(seed)
            .withGamma(place.gamma())
            .withNBeta(place.nBeta())
            .until(ALL_THE_TIME, budget);
    Row answer = estimation.at(place.target(), place.w(), settings).row();
    return answer.without(Columns.STEP, Columns.GAMMA, "cautions");
  }
}
