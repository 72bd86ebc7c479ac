package org.cusp.paper.gold;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.Rlct;
import org.cusp.format.Json;
import org.cusp.numerics.Digest;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Sitting;
import org.cusp.point.Rounding;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Target;
import org.cusp.tensor.Precision;

/**
 * The gold value of a case at a gamma. Chains lie in the folder {@code unfinished} until another
 * sitting goes on with them; what they say in {@code values}, a file for each.
 *
 * @param precision of each of the two settings
 */
record GoldWork(GoldCase one, Gamma gamma, long seed, double precision) {
  /** So many chains of few parameters, and of many. */
  private static final int CHAINS = 8;

  private static final int FEW_CHAINS = 4;
  private static final int MANY_PARAMETERS = 50_000;

  /** Settings that disagree by chance agree at a smaller error; those that are wrong do not. */
  private static final double[] TIGHTER = {1, 0.5, 0.25};

  /** The seeds of the two settings lie so far apart. */
  private static final long APART = 1_000_003;

  /** As it is stored: the components' names are the names in the file. */
  private record Stored(
      String name,
      String checkpoint,
      int parameters,
      int n,
      double gamma,
      double nBeta,
      double lossAtCentre,
      String precision,
      GoldValue found,
      List<GoldChain> settings) {}

  String id() {
    return "gold " + one.name() + " gamma " + gamma.name();
  }

  /** All that the value depends on. */
  String describe() {
    return one.checkpoint().describe()
        + "; "
        + String.join(" and ", one.samplers(gamma))
        + "; seed "
        + seed
        + ", "
        + new GoldMark(precision).describe();
  }

  /** The row; where the data are not there, it says which. */
  Row row(Estimation estimation, Sitting sitting) {
    Row row =
        Row.empty()
            .with(Columns.KIND, Columns.GOLD)
            .with(Columns.CASE, one.name())
            .with(Columns.GAMMA, gamma.name());
    try {
      return row.with(found(estimation, sitting, Place.of(one, gamma, estimation)));
    } catch (InvalidInput e) {
      return row.with(Columns.STATUS, Columns.SKIPPED)
          .with(Columns.WHY, e.getMessage())
          .with(Row.UNFINISHED, Columns.SKIPPED);
    }
  }

  private Row found(Estimation estimation, Sitting sitting, Place place) {
    Posterior posterior = place.posterior();
    Precision in = precision(place.target(), posterior, estimation);
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, in, estimation.kernels(), estimation.workers())) {
      List<GoldChain> chains = chains(estimation, sitting, shared);
      Row facts =
          Row.empty()
              .with("gamma value", place.gamma())
              .with("nBeta", place.nBeta())
              .with("P", posterior.size())
              .with("n", posterior.n())
              .with("loss", shared.centreLosses().mean())
              .with(Columns.LAMBDA, place.target().exact().map(Rlct::lambdaValue).orElse(null));
      if (chains.size() < 2) {
        String begun = chains.size() == 1 ? "one of two settings is begun" : "not begun";
        return facts
            .with(Columns.STATUS, "begun")
            .with(Columns.WHY, begun)
            .with(Row.UNFINISHED, begun);
      }
      GoldValue value = GoldValue.of(chains.get(0), chains.get(1));
      store(sitting.folder(), shared, in, value, chains);
      return facts.with(row(value, chains));
    }
  }

  /** In float64 where float32 would round the energies by more than the precision. */
  private Precision precision(Target target, Posterior posterior, Estimation estimation) {
    boolean rounds =
        target.precision() == Precision.FLOAT32
            && Rounding.isAffordable(posterior)
            && Rounding.of(posterior, seed, estimation.kernels(), estimation.workers())
                .matters(precision);
    return rounds ? Precision.FLOAT64 : target.precision();
  }

  private List<GoldChain> chains(Estimation estimation, Sitting sitting, PosteriorTensors shared) {
    List<GoldChain> found = new ArrayList<>();
    for (double tighter : TIGHTER) {
      found = chains(estimation, sitting, shared, new GoldMark(tighter * precision));
      boolean reached = found.size() == 2 && found.stream().allMatch(GoldChain::reached);
      if (!reached || GoldValue.of(found.get(0), found.get(1)).isGold()) {
        return found;
      }
    }
    return found;
  }

  private List<GoldChain> chains(
      Estimation estimation, Sitting sitting, PosteriorTensors shared, GoldMark mark) {
    Posterior posterior = shared.posterior();
    int count = posterior.size() < MANY_PARAMETERS ? CHAINS : FEW_CHAINS;
    List<GoldChain> found = new ArrayList<>();
    for (int i = 0; i < one.samplers(gamma).size(); i++) {
      long own = seed + APART * (i + 1);
      String sampler = one.samplers(gamma).get(i);
      Path file = state(sitting.folder(), i);
      String key = sampler + " " + own + " " + count + " " + digest(posterior);
      Deadline until = earlier(sitting.until(), Deadline.after(one.patience()));
      Optional<GoldState> state =
          new GoldChains(estimation, sampler, count, own, file).run(shared, key, mark, until);
      state.ifPresent(chains -> found.add(GoldChain.of(chains, mark, own)));
    }
    return found;
  }

  private static Deadline earlier(Deadline one, Deadline other) {
    return one.left() < other.left() ? one : other;
  }

  private static String digest(Posterior posterior) {
    return new Digest()
        .add(posterior.centre())
        .add(posterior.gamma(), posterior.nBeta())
        .add(posterior.n())
        .text();
  }

  private String fileName() {
    return one.name() + "-gamma-" + gamma.name().replace(' ', '-');
  }

  private Path state(Path folder, int setting) {
    return folder.resolve("unfinished").resolve(fileName() + "-" + setting + ".safetensors");
  }

  private void store(
      Path folder, PosteriorTensors shared, Precision in, GoldValue value, List<GoldChain> chains) {
    Posterior posterior = shared.posterior();
    Json.write(
        folder.resolve("values").resolve(fileName() + ".json"),
        new Stored(
            one.name(),
            one.checkpoint().describe(),
            posterior.size(),
            posterior.n(),
            posterior.gamma(),
            posterior.nBeta(),
            shared.centreLosses().mean(),
            in.toString().toLowerCase(Locale.ROOT),
            value,
            chains));
  }

  private static Row row(GoldValue value, List<GoldChain> chains) {
    Row row =
        Row.empty()
            .with(Columns.STATUS, value.isGold() ? Columns.GOLD : "best known")
            .with(Columns.VALUE, value.value())
            .with(Columns.SE, value.se())
            .with("z", value.z());
    for (int i = 0; i < chains.size(); i++) {
      GoldChain chain = chains.get(i);
      String which = i == 0 ? " A" : " B";
      row =
          row.with("setting" + which, chain.sampler())
              .with("llc" + which, chain.value())
              .with("se" + which, chain.se())
              .with("rhat" + which, chain.rhat())
              .with("rhat of distance" + which, chain.rhatOfDistance())
              .with("ess" + which, chain.ess());
    }
    return row.with(Columns.GRADIENTS, chains.stream().mapToLong(GoldChain::gradients).sum())
        .with(Columns.CPU, chains.stream().mapToDouble(GoldChain::cpuSeconds).sum())
        .with(Columns.SECONDS, chains.stream().mapToDouble(GoldChain::seconds).sum())
        .with(Columns.WHY, value.shortfall())
        .with(Row.UNFINISHED, value.shortfall());
  }
}
