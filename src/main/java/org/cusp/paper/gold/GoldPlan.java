package org.cusp.paper.gold;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.estimate.like.Recipes;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Row;

/**
 * Which runs are made, the telling ones first: at the shortest time Cusp by three seeds, published
 * settings and the whole sweep. Where these and a gold value are there, the best of the sweep gets
 * the other seeds too, and a longer sweep follows: by each sampler the best step and the next
 * shorter ones, since a longer run bears a shorter step and gains by its smaller bias.
 *
 * @param steps of the sweep, rising
 */
record GoldPlan(List<GoldCase> cases, List<Double> steps, long seed) {
  /** Estimates at the shortest time of what is not a setting of a sweep, and of the best of one. */
  private static final int SEEDS = 3;

  /** Steps of the longer sweep, by each sampler. */
  private static final int LONGER_STEPS = 3;

  /** Of trained networks, which move nowhere by a shorter one. */
  private static final double LEAST_OF_TRAINED = 1e-6;

  private static final double SECONDS_OF_AN_HOUR = 3600;

  GoldPlan {
    cases = List.copyOf(cases);
    steps = List.copyOf(steps);
  }

  /** Of the sweep of a case. */
  private List<Double> steps(GoldCase one) {
    return one.checkpoint() instanceof Checkpoint.Trained
        ? steps.stream().filter(step -> step >= LEAST_OF_TRAINED).toList()
        : steps;
  }

  private List<FieldSettings> sweep(GoldCase one) {
    return FieldSettings.sweep(steps(one));
  }

  /** At the shortest time of a case at a gamma. */
  List<Piece> first(GoldCase one, Gamma gamma) {
    List<ScoreWork> runs = new ArrayList<>();
    List<Double> mark = one.marks(gamma).subList(0, 1);
    for (int k = 0; k < SEEDS; k++) {
      runs.add(new ScoreWork(one, gamma, Optional.empty(), mark, seed + k));
    }
    Stream.concat(recipes(one), sweep(one).stream())
        .forEach(field -> runs.add(new ScoreWork(one, gamma, Optional.of(field), mark, seed)));
    return pieces(runs);
  }

  /** Those that are judged: the best of a part of a sweep would not be that of a sweep. */
  List<Row> judged(List<Row> rows) {
    List<Benchmarked> all = Benchmarked.all(rows);
    return rows.stream()
        .filter(
            row ->
                !FieldSettings.SWEPT.contains(row.text(Columns.METHOD))
                    || all.stream().anyMatch(each -> each.has(row) && isSwept(each)))
        .toList();
  }

  private boolean isSwept(Benchmarked each) {
    return cases.stream()
        .filter(one -> one.name().equals(each.name()))
        .anyMatch(one -> each.scores().swept(one.marks().get(0)) == sweep(one).size());
  }

  /** What follows from the rows that are there. */
  List<Piece> further(List<Row> rows) {
    List<Benchmarked> gold = Benchmarked.all(rows).stream().filter(Benchmarked::isGold).toList();
    List<ScoreWork> seeds = new ArrayList<>();
    List<ScoreWork> longer = new ArrayList<>();
    List<ScoreWork> longest = new ArrayList<>();
    for (GoldCase one : cases) {
      for (Gamma gamma : one.gammas()) {
        gold.stream()
            .filter(each -> each.name().equals(one.name()) && each.gamma().equals(gamma.name()))
            .filter(this::isSwept)
            .forEach(
                each -> {
                  seeds.addAll(seeds(one, gamma, each.scores()));
                  (one.marks(gamma).size() > 2 ? longest : longer)
                      .addAll(longer(one, gamma, each.scores()));
                });
      }
    }
    return Stream.of(seeds, longer, longest).flatMap(runs -> pieces(runs).stream()).toList();
  }

  private List<ScoreWork> seeds(GoldCase one, Gamma gamma, Scores scores) {
    List<Double> mark = one.marks(gamma).subList(0, 1);
    List<ScoreWork> runs = new ArrayList<>();
    scores
        .bestSwept(mark.get(0))
        .filter(best -> Double.isFinite(best.first()))
        .map(best -> FieldSettings.swept(best.method(), best.step()))
        .ifPresent(
            field -> {
              for (int k = 1; k < SEEDS; k++) {
                runs.add(new ScoreWork(one, gamma, Optional.of(field), mark, seed + k));
              }
            });
    return runs;
  }

  private List<ScoreWork> longer(GoldCase one, Gamma gamma, Scores scores) {
    List<Double> marks = one.marks(gamma);
    List<Double> later = marks.subList(1, marks.size());
    List<ScoreWork> runs = new ArrayList<>();
    for (double mark : later) {
      runs.add(new ScoreWork(one, gamma, Optional.empty(), List.of(mark), seed));
    }
    Stream.concat(recipes(one), about(steps(one), scores, marks.get(0)))
        .forEach(field -> runs.add(new ScoreWork(one, gamma, Optional.of(field), later, seed)));
    return runs;
  }

  /** Of each sampler the best step at a time and the next shorter ones. */
  private static Stream<FieldSettings> about(List<Double> steps, Scores scores, double mark) {
    List<FieldSettings> fields = new ArrayList<>();
    for (String method : FieldSettings.SWEPT) {
      scores
          .best(List.of(method), mark)
          .filter(best -> Double.isFinite(best.first()))
          .map(best -> steps.indexOf(best.step()))
          .ifPresent(
              at ->
                  steps
                      .subList(Math.max(0, at + 1 - LONGER_STEPS), at + 1)
                      .forEach(step -> fields.add(FieldSettings.swept(method, step))));
    }
    return fields.stream();
  }

  private static Stream<FieldSettings> recipes(GoldCase one) {
    return one.recipes().stream().map(Recipes::named).map(FieldSettings::of);
  }

  private static List<Piece> pieces(List<ScoreWork> runs) {
    return runs.stream().map(work -> new Piece(work.id(), work.describe(), work::row)).toList();
  }

  /** Hours that all runs of two cores take where none ends before its time. */
  double hours() {
    double seconds = 0;
    for (GoldCase one : cases) {
      for (Gamma gamma : one.gammas()) {
        List<Double> marks = one.marks(gamma);
        int recipes = one.recipes().size();
        int sweep = sweep(one).size();
        seconds += marks.get(0) * (SEEDS + recipes + sweep + SEEDS - 1);
        List<Double> later = marks.subList(1, marks.size());
        seconds += later.stream().mapToDouble(Double::doubleValue).sum();
        seconds +=
            later.get(later.size() - 1) * (recipes + LONGER_STEPS * FieldSettings.SWEPT.size());
      }
    }
    return seconds / SECONDS_OF_AN_HOUR;
  }
}
