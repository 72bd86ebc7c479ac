package org.cusp.paper.gold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;

/** LLC estimators on real networks whose LLC is known. */
public final class GoldBenchmark implements Reproduction {
  public static final String KEY = "gold";

  /** The shortest time of a full run. */
  private static final double LEAST_OF_FULL = 10;

  /** Half decades. */
  private static final List<Double> FULL_STEPS =
      List.of(1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2);

  private static final List<Double> QUICK_STEPS = List.of(1e-5, 1e-4, 1e-3);

  /** By size and seed: a network is trained once, whoever asks for rows. */
  private final Map<String, List<GoldCase>> cases = new ConcurrentHashMap<>();

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
            + " share nothing but the target (another sampler, or another length of its trajectories, or other"
            + " moves along fibres, and another seed) each go on until the standard error is 1% (of the digits networks, whose chains are cheap, 0.5%), R-hat at most 1.01, 400 draws are"
            + " effective and R-hat of the distance from w* is at most 1.02, the first half of the draws not used; then they must agree within"
            + " 2.576 standard errors of their difference, else both go on to half the error and a fourth. What does not"
            + " get there is called the best that is known, and nothing is counted against it.",
        "Where no second sampler comes to one law with the first (deep linear networks of 10K parameters on, and of"
            + " 1K at gamma 1) both settings are layer-gibbs, with other noise and another step along the fibres,"
            + " which may be close: there it is the exact coefficient beside the value that nothing of this shares in.",
        "Each case is taken at two strengths: the default of cusp llc (P / |w*|^2, about the size of the"
            + " weights), and the field's habit where there is one for such networks (100 on MNIST, 5 in"
            + " modular addition, 1 on deep linear networks, 13.3 in in-context regression), else a fourth"
            + " of the default: what a weaker localisation costs, since there published values are the least converged."
            + " The deep linear network of 100K parameters has its default alone: at 1 the products of its layers outgrow"
            + " double precision.",
        "Everyone is scored at the same gamma and nBeta, after the same seconds, set-up included. Cusp: cusp llc"
            + " --budget, nothing else, but for a precision that lets it use all its seconds. The field:"
            + " published settings (step, chains, batch and share of burn-in; lengths fill the budget), and a"
            + " sweep of steps by SGLD and by RMSProp-SGLD, 4 chains, batches of 512, the first fifth not"
            + " used. The best of a sweep is chosen by the gold value, which no user has.",
        "Seconds are work, not time: the processor seconds of the calling thread and half of those of its two"
            + " workers, which is what two cores take that do nothing else. One clock is asked wherever Cusp"
            + " or a sampler of the field looks at the time, so that other work on the machine takes no seconds"
            + " from anyone; what it takes of caches and memory remains, and gradients are in the rows. What"
            + " Java's compiler and collector do is not counted.",
        "So that it ends in a night: the whole sweep (18 settings, of deep linear networks 22) is run at the shortest time, by one seed; its"
            + " best setting then has two seeds more, and its error is the mean of all three, since the best of"
            + " many is in part luck. At longer times each of the two samplers has its best step and the next two"
            + " below it, by one seed; a run of 300 s is also read after 60 s, with the first fifth of those not used,"
            + " and 300 s are for a few cases at their first gamma. Chains that leave the finite numbers end"
            + " there, and those whose energy is above the number of parameters, twice what a minimum can have,"
            + " after a fifth of the time: both count as diverged. Cusp has three seeds at the shortest time, one at longer"
            + " ones. Charged, the whole sweep costs so many times the seconds, and one that goes on from it those of its settings"
            + " beside.",
        "MNIST is not part of this repository: without it those cases are skipped and say what to put where.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (GoldCase one : cases(size, 1)) {
      settings.put(
          "case " + one.name(),
          one.checkpoint().describe()
              + "; gamma "
              + one.gammas().stream().map(Gamma::name).collect(Collectors.joining(", "))
              + "; gold by "
              + one.gammas().stream()
                  .map(gamma -> String.join(" and ", one.samplers(gamma)))
                  .distinct()
                  .collect(Collectors.joining(", then "))
              + String.format(
                  Locale.ROOT,
                  ", each to %s, at most %.0f s in one run",
                  Tables.percent(one.precision()),
                  one.patience()));
    }
    settings.put("seconds of work", budgets(size).toString());
    settings.put("steps", steps(size) + "; of trained networks from 1e-6 on");
    settings.put(
        "time",
        String.format(
            Locale.ROOT,
            "%.2g hours of two cores at most, beside the gold values; --hours and --rows run a part",
            plan(size, 1).hours()));
    settings.put("data of MNIST", "../shared/data/mnist-10k-{images-idx3,labels-idx1}-ubyte.gz");
    settings.put("gold values", "values/NAME.json, with settings, seeds, gradients, seconds");
    return settings;
  }

  private List<GoldCase> cases(Size size, long seed) {
    return cases.computeIfAbsent(size + " " + seed, key -> GoldCases.of(size, seed));
  }

  private GoldPlan plan(Size size, long seed) {
    return new GoldPlan(cases(size, seed), steps(size), seed);
  }

  /** All times at which something is read. */
  private List<Double> budgets(Size size) {
    return cases(size, 1).stream()
        .flatMap(one -> one.marks().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<Double> steps(Size size) {
    return size.of(FULL_STEPS, QUICK_STEPS);
  }

  /** The shortest estimates of a case follow its gold value. */
  @Override
  public List<Piece> pieces(Size size, long seed) {
    GoldPlan plan = plan(size, seed);
    List<Piece> pieces = new ArrayList<>();
    for (GoldCase one : plan.cases()) {
      one.gammas().forEach(gamma -> pieces.add(gold(one, gamma, size, seed)));
      one.gammas().forEach(gamma -> pieces.addAll(plan.first(one, gamma)));
    }
    return pieces;
  }

  @Override
  public List<Piece> further(Size size, long seed, List<Row> rows) {
    return plan(size, seed).further(rows);
  }

  private static Piece gold(GoldCase one, Gamma gamma, Size size, long seed) {
    GoldWork work = new GoldWork(one, gamma, seed, one.precision());
    return new Piece(work.id(), work.describe(), work::row);
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    Size size =
        rows.stream().anyMatch(row -> row.number(Columns.BUDGET) >= LEAST_OF_FULL)
            ? Size.FULL
            : Size.QUICK;
    return GoldFindings.of(plan(size, 1).judged(rows), budgets(size));
  }
}
