package org.cusp.paper.linear;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.exact.LayerRanks;
import org.cusp.exact.Rlct;
import org.cusp.paper.reproduction.Agreement;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.posterior.Posterior;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.run.Target;
import org.cusp.sampler.SamplerRequest;
import org.cusp.spec.sampling.LlcSpec;

/** The LLC of deep linear networks against the exact learning coefficient, by size. */
public final class DeepLinearNetworks implements Reproduction {
  public static final String KEY = "lau2023-dln";

  /** From here on a data set is not held in memory; the chains get its sufficient examples. */
  private static final int MANY_DATA = 500_000;

  /**
   * Networks of each class of {@link NetworkClass#ALL}. One of the third shows what it takes: a
   * gradient of its 492,415 parameters is 48 ms on one core, and chains need some 100,000.
   */
  private static final List<Integer> FULL = List.of(30, 30, 1, 0, 0, 0);

  private static final List<Integer> QUICK = List.of(4, 1, 0, 0, 0, 0);

  /** Of which so many, the first, with every sampler. */
  private static final List<Integer> FULL_SIDE_BY_SIDE = List.of(5, 0, 0, 0, 0, 0);

  private static final List<Integer> QUICK_SIDE_BY_SIDE = List.of(1, 0, 0, 0, 0, 0);

  /** Networks of the smallest class whose data have the model's noise. */
  private static final int FULL_NOISY = 5;

  private static final int QUICK_NOISY = 1;
  private static final int FULL_WINDOW = 1;
  private static final int STEPS_IN_DECADE = 2;
  private static final double SMALLEST_STEP = 1e-8;
  private static final int STEPS = 5;

  /** Seconds for one LLC at a given step. */
  private static final double WINDOW_BUDGET = 30;

  /** A step works where the median error is below this. */
  private static final double WORKS = 0.1;

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "Deep linear networks: the LLC against the exact learning coefficient";
  }

  @Override
  public String citation() {
    return "E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, The local learning coefficient, AISTATS"
        + " 2025, arXiv:2308.12108; exact: M. Aoyagi, Neural Networks 172 (2024) 106132";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source estimates the LLC of deep linear networks at their true parameter by SGLD with"
            + " hand-chosen steps and finds it near the exact learning coefficient over five orders"
            + " of magnitude.",
        "Here: the same classes of networks, x uniform on [-10, 10]^d and outputs without noise as"
            + " in the source; the model's sigma is 1 and the loss the negative log-likelihood, where"
            + " the source averages squared errors over outputs too.",
        "With noise in the data the truth is not a minimum of L_n, and the LLC that refers to it is"
            + " lower by about the share 1/ln n: the class with noise shows it.",
        "Aoyagi's lambda is the least over all parameters with the same product. Where half the rank"
            + " of the Jacobian of the product at w* exceeds it, the local coefficient is larger, and"
            + " the network is tabled apart.",
        "The LLC is that of this n and gamma, and may lie below lambda however well it is sampled."
            + " 10K-18, 9% below, comes to its lambda of 350 with n: at 1, 10 and 100 times nBeta,"
            + " gamma as it was, the mean energy is 317.7 +- 0.9, 345.4 +- 1.1 and 348.8 +- 1.0"
            + " (`--n-beta`, layer-gibbs). So that gap is no fault of the sampler; 10K-06"
            + " has 576.2 +- 1.1, 590.7 (between 582.9 and 598.0) and 599.6 (590.8 and 608.5) at 1,"
            + " 10 and 100 times nBeta, the last two from 240 and 160 draws, of 612.5.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < NetworkClass.ALL.size(); i++) {
      NetworkClass type = NetworkClass.ALL.get(i);
      int count = networks(size).get(i);
      settings.put(
          "class " + type.name(),
          type.describe() + (count == 0 ? "; not run" : "; " + count + " networks"));
    }
    settings.put("ranks", "each layer's reduced with probability 1/2, by uniform 0 .. rank - 1");
    settings.put(
        "w*", "Gaussian weights of variance 1/fan-in; a reduced layer is a product of two");
    settings.put("sampler", "as 'cusp llc' chooses by default (auto), and the others beside it");
    settings.put(
        "steps",
        String.format(Locale.ROOT, "window: %d from %s, %d a decade", STEPS, SMALLEST_STEP, 2));
    return settings;
  }

  private static List<Integer> networks(Size size) {
    return size.of(FULL, QUICK);
  }

  private record Case(NetworkClass type, int index, LayerRanks network, double noise, long seed) {
    String id() {
      return String.format(
          Locale.ROOT, "%s%s-%02d", type.name(), noise > 0 ? "-noise" : "", index + 1);
    }

    String problem() {
      return NetworkClass.problem(network, type.n(), noise);
    }
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    boolean full = size == Size.FULL;
    List<Piece> pieces =
        new ArrayList<>(ofClasses(size, seed, networks(size), List.of(LlcSpec.AUTO)));
    List<Integer> sideBySide = full ? FULL_SIDE_BY_SIDE : QUICK_SIDE_BY_SIDE;
    pieces.addAll(ofClasses(size, seed, sideBySide, namedSamplers()));
    NetworkClass smallest = NetworkClass.ALL.get(0);
    for (int k = 0; k < (full ? FULL_NOISY : QUICK_NOISY); k++) {
      Case noisy = new Case(smallest, k, smallest.draw(k, seed), 1, seed + k);
      pieces.add(piece(noisy, request(size, noisy, LlcSpec.AUTO)));
    }
    for (int k = 0; k < (full ? FULL_WINDOW : 0); k++) {
      pieces.addAll(window(size, new Case(smallest, k, smallest.draw(k, seed), 0, seed + k)));
    }
    return pieces;
  }

  /** The first networks of each class with these samplers. */
  private static List<Piece> ofClasses(
      Size size, long seed, List<Integer> networks, List<String> samplers) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < NetworkClass.ALL.size(); i++) {
      NetworkClass type = NetworkClass.ALL.get(i);
      for (int k = 0; k < networks.get(i); k++) {
        Case one = new Case(type, k, type.draw(k, seed), 0, seed + k);
        samplers.forEach(name -> pieces.add(piece(one, request(size, one, name))));
      }
    }
    return pieces;
  }

  private static List<String> namedSamplers() {
    return Stream.of(Estimation.CORRECTED, Estimation.STOCHASTIC).flatMap(List::stream).toList();
  }

  private static LlcSpec request(Size size, Case one, String sampler) {
    return Estimation.with(Estimation.within(size, one.seed(), one.type().budget()), sampler);
  }

  private static List<Piece> window(Size size, Case one) {
    List<Piece> pieces = new ArrayList<>();
    for (String sampler : Estimation.STOCHASTIC) {
      LlcSpec settings = request(size, one, sampler);
      LlcSpec brief = settings.until(settings.precision(), WINDOW_BUDGET);
      for (int i = 0; i < STEPS; i++) {
        double step = SMALLEST_STEP * Math.pow(10, (double) i / STEPS_IN_DECADE);
        pieces.add(piece(one, brief.withStep(step)));
      }
    }
    return pieces;
  }

  private static Piece piece(Case one, LlcSpec request) {
    String step = request.step().isPresent() ? " step " + request.step().getAsDouble() : "";
    return new Piece(
        one.id()
            + " "
            + request.sampler().map(SamplerRequest::toString).orElse(LlcSpec.AUTO)
            + step,
        one.problem() + "; " + Estimation.describe(request),
        estimation -> row(one, request, estimation));
  }

  private static Row row(Case one, LlcSpec request, Estimation estimation) {
    LayerRanks network = one.network();
    Rlct exact = network.network().rlct();
    Row facts =
        Row.empty()
            .with("network", one.id())
            .with("class", one.type().name() + (one.noise() > 0 ? " with noise" : ""))
            .with("problem", one.problem())
            .with("seed", one.seed())
            .with("sampler", request.sampler().map(SamplerRequest::toString).orElse(LlcSpec.AUTO))
            .with("given step", request.step().isPresent() ? request.step().getAsDouble() : null)
            .with(Agreement.LAMBDA, exact.lambdaValue())
            .with("m", exact.multiplicity())
            .with("rank(J)/2", network.jacobian() / 2.0);
    Estimation.Answer answer = answer(one, request, estimation);
    Row row = facts.with(answer.row());
    return row.with("error", row.number(Agreement.LLC) / exact.lambdaValue() - 1);
  }

  private static Estimation.Answer answer(Case one, LlcSpec request, Estimation estimation) {
    int n = one.type().n();
    if (n < MANY_DATA) {
      Target target = Target.ofProblem(one.problem(), one.seed());
      return estimation.at(target, target.truth().orElseThrow(), request);
    }
    String small = NetworkClass.problem(one.network(), 2, one.noise());
    Problem problem = Problems.parse(small, one.seed());
    DataSet data = problem.law().drawSufficient(n, one.seed()).orElseThrow();
    Target target = Target.of(one.problem(), problem.model(), problem.precision(), data);
    return estimation.at(target, problem.truth(), request.withNBeta(Posterior.defaultNBeta(n)));
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    return DeepLinearFindings.of(rows, WORKS);
  }
}
