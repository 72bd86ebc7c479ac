package org.cusp.paper.gold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.estimate.like.Recipes;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;

/** LLC estimators on real networks whose LLC is known. */
public final class GoldBenchmark implements Reproduction {
  public static final String KEY = "gold";

  /** Standard error over the LLC that each of two settings comes to. */
  private static final double FULL_PRECISION = 0.01;

  private static final double QUICK_PRECISION = 0.04;

  private static final List<Double> FULL_BUDGETS = List.of(10.0, 60.0, 300.0);
  private static final List<Double> QUICK_BUDGETS = List.of(0.5);

  /** Half decades. */
  private static final List<Double> FULL_STEPS =
      List.of(1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2);

  private static final List<Double> QUICK_STEPS = List.of(1e-5, 1e-4, 1e-3);

  /** Estimates of each setting within so many seconds; one of longer ones. */
  private static final int SEEDS = 3;

  private static final double SHORT = 60;
  private static final double SECONDS_OF_AN_HOUR = 3600;

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "Gold: estimators of the LLC on networks whose LLC is known";
  }

  @Override
  public String citation() {
    return "a benchmark of this project; estimator: E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, The"
        + " local learning coefficient, AISTATS 2025, arXiv:2308.12108; samplers: R. Hitchcock, J."
        + " Hoogland, From global to local, 2025, arXiv:2507.21449";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The question: on a trained network, how far from the truth is an LLC after so many seconds, by"
            + " Cusp's defaults and by what the field does? Benchmarks so far know the truth of deep linear"
            + " networks alone, and there of the limit of many data.",
        "The truth here is the LLC by its definition, nBeta (E[L_n(w)] - L_n(w*)) at the given gamma and"
            + " nBeta = n / ln n, by long Metropolis-corrected chains on all data from w*. Two settings that"
            + " share nothing but the target (another sampler, or another length of its trajectories, and"
            + " another seed) each go on until the standard error is 1%, R-hat at most 1.01, 400 draws are"
            + " effective and R-hat of the distance from w* is at most 1.02, the first half of the draws not used; then they must agree within"
            + " 2.576 standard errors of their difference, else both go on to half the error and a fourth. What does not"
            + " get there is called the best that is known, and nothing is counted against it.",
        "Each case is taken at two strengths: the default of cusp llc (P / |w*|^2, about the size of the"
            + " weights), and the field's habit where there is one for such networks (100 on MNIST, 5 in"
            + " modular addition, 1 on deep linear networks), else a fourth of the default: what a weaker"
            + " localisation costs, since there published values are the least converged.",
        "Everyone is scored at the same gamma and nBeta, in the same seconds, set-up included. Cusp: cusp llc"
            + " --budget, nothing else, but for a precision that lets it use all its seconds. The field:"
            + " published settings (step, chains, batch and share of burn-in; lengths fill the budget), and a"
            + " sweep of steps by SGLD and by RMSProp-SGLD, 4 chains, batches of 512, the first fifth not"
            + " used. The best of a sweep is chosen by the gold value, which no user has. Charged, a sweep of"
            + " 22 settings takes 22 times the seconds of one.",
        "MNIST is not part of this repository: without it those cases are skipped and say what to put where.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (GoldCase one : GoldCases.of(size, 1)) {
      settings.put(
          "case " + one.name(),
          one.checkpoint().describe()
              + "; gamma "
              + one.gammas().stream().map(Gamma::name).collect(Collectors.joining(", "))
              + "; gold by "
              + String.join(" and ", one.samplers())
              + String.format(Locale.ROOT, ", at most %.0f s each in one run", one.patience()));
    }
    settings.put("seconds", budgets(size).toString());
    settings.put("steps", steps(size).toString());
    settings.put("seeds", size.of(SEEDS + " up to 60 s, 1 beyond", "1"));
    settings.put(
        "time",
        String.format(
            Locale.ROOT,
            "%.3g hours of estimates, beside the gold values; --hours and --rows run a part",
            hours(size)));
    settings.put("data of MNIST", "../shared/data/mnist-10k-{images-idx3,labels-idx1}-ubyte.gz");
    settings.put("gold values", "values/NAME.json, with settings, seeds, gradients, seconds");
    return settings;
  }

  private static List<Double> budgets(Size size) {
    return size.of(FULL_BUDGETS, QUICK_BUDGETS);
  }

  private static List<Double> steps(Size size) {
    return size.of(FULL_STEPS, QUICK_STEPS);
  }

  /** The shortest estimates of a case follow its gold value; longer ones come after all those. */
  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<GoldCase> cases = GoldCases.of(size, seed);
    List<Piece> pieces = new ArrayList<>();
    for (double budget : budgets(size)) {
      boolean first = budget == budgets(size).get(0);
      for (GoldCase one : cases) {
        if (first) {
          one.gammas().forEach(gamma -> pieces.add(gold(one, gamma, size, seed)));
        }
        one.gammas().forEach(gamma -> pieces.addAll(scores(one, gamma, budget, size, seed)));
      }
    }
    return pieces;
  }

  private static Piece gold(GoldCase one, Gamma gamma, Size size, long seed) {
    GoldWork work = new GoldWork(one, gamma, seed, size.of(FULL_PRECISION, QUICK_PRECISION));
    return new Piece(work.id(), work.describe(), work::row);
  }

  private static List<Piece> scores(
      GoldCase one, Gamma gamma, double budget, Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (int k = 0; k < seeds(size, budget); k++) {
      for (Optional<FieldSettings> method : methods(one, size)) {
        ScoreWork work = new ScoreWork(one, gamma, method, budget, seed + k);
        pieces.add(new Piece(work.id(), work.describe(), work::row));
      }
    }
    return pieces;
  }

  /** Cusp's defaults, published settings and the sweep. */
  private static List<Optional<FieldSettings>> methods(GoldCase one, Size size) {
    List<Optional<FieldSettings>> methods = new ArrayList<>();
    methods.add(Optional.empty());
    one.recipes().forEach(name -> methods.add(Optional.of(recipe(name))));
    FieldSettings.sweep(steps(size)).forEach(settings -> methods.add(Optional.of(settings)));
    return methods;
  }

  private static int seeds(Size size, double budget) {
    return size == Size.FULL && budget <= SHORT ? SEEDS : 1;
  }

  /** Of all estimates, one after the other. */
  private static double hours(Size size) {
    double seconds = 0;
    for (GoldCase one : GoldCases.of(size, 1)) {
      for (double budget : budgets(size)) {
        seconds += budget * seeds(size, budget) * methods(one, size).size() * one.gammas().size();
      }
    }
    return seconds / SECONDS_OF_AN_HOUR;
  }

  private static FieldSettings recipe(String name) {
    return FieldSettings.of(Recipes.named(name));
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    Size size =
        rows.stream().anyMatch(row -> row.number(Columns.BUDGET) >= FULL_BUDGETS.get(0))
            ? Size.FULL
            : Size.QUICK;
    return GoldFindings.of(rows, budgets(size));
  }
}
