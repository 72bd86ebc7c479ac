package org.cusp.paper.coverage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cusp.numerics.Quantiles;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.TrainedNetwork;

/** How often the interval of a doubtful estimate holds the value that a long run finds. */
public final class DoubtfulCoverage implements Reproduction {
  static final String KEY = "doubtful-coverage";
  private static final int FULL_SEEDS = 5;
  private static final int QUICK_SEEDS = 2;
  private static final int QUICK_PROBLEMS = 4;

  private static final String LONG = "sampler=hmc draws=3000 chains=8";

  /** A quick run has the first few: two with exact values, two against long runs. */
  private static final List<ShortRuns> RUNS =
      List.of(
          ShortRuns.exact(
              "monomial:powers=2x2,n=1000",
              "sampler=hmc draws=40 chains=4",
              "sampler=mala draws=150 chains=4",
              "sampler=sghmc draws=60 chains=8",
              "sampler=sgld draws=100 chains=8"),
          ShortRuns.exact(
              "tanh:hidden=1,n=100",
              "sampler=hmc draws=40 chains=4",
              "sampler=hmc draws=200 chains=2",
              "sampler=mala draws=150 chains=4",
              "sampler=sghmc draws=60 chains=8"),
          ShortRuns.against(
              LONG,
              "dln:widths=5x4x5,rank=2,n=2000",
              "sampler=hmc draws=60 chains=4",
              "sampler=mala draws=600 chains=4",
              "sampler=sghmc draws=100 chains=8",
              "sampler=split-hmc draws=80 chains=4"),
          ShortRuns.against(
              LONG,
              "rrr:inputs=4,outputs=3,hidden=2,rank=1,n=1000",
              "sampler=hmc draws=60 chains=4",
              "sampler=mala draws=300 chains=4",
              "sampler=sghmc draws=100 chains=8",
              "sampler=sgld draws=150 chains=8"),
          ShortRuns.exact(
              "conjugate:dimension=10,n=1000",
              "sampler=hmc draws=40 chains=4",
              "sampler=mala step=0.01 burn-in=0 draws=200 chains=4",
              "sampler=sgld draws=100 chains=8",
              "sampler=split-hmc draws=60 chains=4"),
          ShortRuns.exact(
              "conjugate:dimension=100,n=1000",
              "sampler=hmc draws=30 chains=4",
              "sampler=sgld step=3e-5 burn-in=0 draws=150 chains=4",
              "sampler=sghmc draws=100 chains=8",
              "sampler=sgld draws=100 chains=8"),
          ShortRuns.exact(
              "monomial:powers=1x2,n=1000",
              "sampler=hmc draws=40 chains=4",
              "sampler=mala draws=150 chains=4",
              "sampler=split-hmc draws=60 chains=4",
              "sampler=sgld draws=100 chains=8"),
          ShortRuns.exact(
              "twocomponent:at=1x0.3,n=1000",
              "sampler=hmc draws=60 chains=4",
              "sampler=mala draws=150 chains=4",
              "sampler=sgld draws=100 chains=8",
              "sampler=sghmc draws=100 chains=8"),
          ShortRuns.against(
              "sampler=hmc draws=1500 chains=8",
              "dln:widths=12x9x7x11,rank=4,n=100000",
              "sampler=hmc draws=80 chains=4",
              "sampler=mala draws=500 chains=4",
              "sampler=split-hmc draws=80 chains=4",
              "sampler=sghmc draws=100 chains=8"),
          ShortRuns.against(
              "sampler=hmc draws=500 chains=8",
              "digits",
              "sampler=hmc draws=20 chains=4",
              "sampler=split-hmc draws=20 chains=4",
              "sampler=sghmc draws=40 chains=8"));

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "Do the intervals of doubtful estimates hold the value?";
  }

  @Override
  public String citation() {
    return "the estimator of E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, The local learning"
        + " coefficient, AISTATS 2025, arXiv:2308.12108; exact values by quadrature, others by long"
        + " runs";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "A doubtful estimate is one whose chains have not mixed, were too few, or were still on their"
            + " way. Its interval includes that: Student's interval of the chains' means, where the"
            + " curve of the energies would settle, what unsettled scales of the virial identity may"
            + " move, and the finer of two step sizes. It should hold the value in at least 90% of"
            + " cases.",
        "The runs are too short on purpose, by samplers of all kinds. Those that a verdict trusts or"
            + " rejects are not counted. The value is exact for the data of the run, or that of two"
            + " long runs of HMC on the same data, which agree and have mixed.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("problems", Integer.toString(runs(size).size()));
    settings.put("seeds", seeds(size) + " of each kind of run");
    return settings;
  }

  private static int seeds(Size size) {
    return size.of(FULL_SEEDS, QUICK_SEEDS);
  }

  private static List<ShortRuns> runs(Size size) {
    return size.of(RUNS, RUNS.subList(0, QUICK_PROBLEMS));
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    TrainedNetwork digits = new TrainedNetwork("digits.yaml", seed);
    List<Piece> pieces = new ArrayList<>();
    for (ShortRuns runs : runs(size)) {
      String settings =
          String.format(
              Locale.ROOT,
              "%s; %s; %s; %d seeds from %d",
              runs.problem(),
              String.join(", ", runs.settings()),
              runs.isExact() ? "exact" : runs.longRun(),
              seeds(size),
              seed);
      pieces.add(
          new Piece(
              runs.problem(),
              settings,
              estimation -> row(runs.problem(), runs.run(seed, seeds(size), digits, estimation))));
    }
    return pieces;
  }

  /** Every doubtful run in {@code cases}: sampler, held or not, by the naive one or not, widths. */
  private static Row row(String problem, ShortRuns.Outcome outcome) {
    List<ShortRuns.Doubtful> found = outcome.doubtful();
    return Row.empty()
        .with("problem", problem.replace(',', ' '))
        .with("runs", outcome.runs())
        .with("doubtful", found.size())
        .with("held", found.stream().filter(ShortRuns.Doubtful::isHeld).count())
        .with("naive held", found.stream().filter(ShortRuns.Doubtful::isHeldByNaive).count())
        .with("truth", found.isEmpty() ? Double.NaN : found.get(0).truth())
        .with("seconds", outcome.seconds())
        .with(
            "cases", found.stream().map(DoubtfulCoverage::words).collect(Collectors.joining(" ")));
  }

  private static String words(ShortRuns.Doubtful one) {
    return String.format(
        Locale.ROOT,
        "%s:%d:%d:%.4f:%.4f",
        one.sampler(),
        one.isHeld() ? 1 : 0,
        one.isHeldByNaive() ? 1 : 0,
        one.relativeWidth(),
        one.naiveRelativeWidth());
  }

  /** One doubtful run as it stands in a row. */
  private record Case(String sampler, boolean held, boolean naive, double width, double narrow) {
    static List<Case> of(Row row) {
      return Arrays.stream(row.text("cases").split(" "))
          .filter(text -> !text.isEmpty())
          .map(Case::parse)
          .toList();
    }

    private static Case parse(String text) {
      String[] parts = text.split(":");
      return new Case(
          parts[0],
          parts[1].equals("1"),
          parts[2].equals("1"),
          Double.parseDouble(parts[3]),
          Double.parseDouble(parts[4]));
    }
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Case> all = rows.stream().flatMap(row -> Case.of(row).stream()).toList();
    Map<String, List<Case>> problems = new LinkedHashMap<>();
    rows.forEach(row -> problems.put(row.text("problem"), Case.of(row)));
    Map<String, List<Case>> samplers =
        all.stream()
            .collect(Collectors.groupingBy(Case::sampler, LinkedHashMap::new, Collectors.toList()));
    Row total = counted("all", all);
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "Of %d doubtful estimates %.1f%% have an interval that holds the value; of their"
                    + " intervals value -+ 1.96 se %.1f%% do.",
                all.size(),
                100 * total.number("held"),
                100 * total.number("held by +-")),
            String.format(
                Locale.ROOT,
                "The median width is %.2f of the value, %.2f times that of value -+ 1.96 se.",
                total.number("median width"),
                total.number("times the +-"))),
        List.of(
            new Findings.Section("By problem", table(problems)),
            new Findings.Section("By sampler", table(samplers))),
        List.of());
  }

  private static List<Row> table(Map<String, List<Case>> groups) {
    return groups.entrySet().stream()
        .map(group -> counted(group.getKey(), group.getValue()))
        .toList();
  }

  private static Row counted(String name, List<Case> cases) {
    double count = cases.size();
    return Row.empty()
        .with("of", name)
        .with("doubtful", cases.size())
        .with("held", cases.stream().filter(Case::held).count() / count)
        .with("held by +-", cases.stream().filter(Case::naive).count() / count)
        .with("median width", Quantiles.median(cases.stream().mapToDouble(Case::width).toArray()))
        .with(
            "times the +-",
            Quantiles.median(cases.stream().mapToDouble(c -> c.width() / c.narrow()).toArray()));
  }
}
