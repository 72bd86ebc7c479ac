package org.cusp.exact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.contract.ProblemString;
import org.cusp.contract.Registry;
import org.cusp.exact.polynomial.PolynomialAnswer;
import org.cusp.exact.polynomial.PolynomialProblem;
import org.hipparchus.fraction.BigFraction;

/**
 * The families of problems with a known learning coefficient, by the names used in problem strings.
 *
 * <p>Every family but {@code polynomial} also takes {@code n}, the number of data, and {@code
 * sigma}, the noise, and ignores them: they matter for sampling only.
 */
@Registry("a closed form")
public final class ExactProblems {
  private ExactProblems() {}

  /** A key of a problem string and what it means. */
  public record Parameter(String key, String meaning) {}

  /**
   * A family.
   *
   * @param name before the colon
   * @param meaning one line
   * @param parameters in their usual order
   * @param example a problem string of the family
   * @param solver from a problem string of the family to the answer
   */
  public record Family(
      String name,
      String meaning,
      List<Parameter> parameters,
      String example,
      Function<ProblemString, ExactAnswer> solver) {}

  private static final List<Family> FAMILIES =
      List.of(
          closed(
              "rrr",
              "reduced-rank regression y = B A x + noise",
              "rrr:inputs=6,outputs=6,hidden=4,rank=3",
              ExactProblems::reducedRank,
              "inputs: M",
              "outputs: N",
              "hidden: H",
              "rank: rank of the true map",
              "noise: of the data, for sampling only"),
          closed(
              "dln",
              "deep linear network",
              "dln:widths=10x10x10x10,rank=3",
              ExactProblems::deepLinear,
              "widths: of all layers, inputs to outputs",
              "rank: rank of the true map, 0 if left out",
              "ranks: in place of rank, those of all layers, whose least is the rank",
              "noise: of the data, for sampling only"),
          closed(
              "regular",
              "regular model",
              "regular:dimension=10",
              p -> new RegularModel(p.intAt("dimension")),
              "dimension: number of parameters"),
          closed(
              "conjugate",
              "Bayesian linear regression, a regular model",
              "conjugate:dimension=10,n=1000",
              p -> new RegularModel(p.intAt("dimension")),
              "dimension: number of parameters"),
          closed(
              "monomial",
              "normal crossing K = prod w_i^(2 k_i)",
              "monomial:powers=1x2,prior=0x1",
              ExactProblems::normalCrossing,
              "powers: k_i",
              "prior: h_i of a prior prod |w_i|^(h_i), 0 if left out"),
          closed(
              "tanh",
              "tanh network, one input and output, true function zero",
              "tanh:hidden=3",
              p -> new TanhNetwork(p.intAt("hidden")),
              "hidden: number of units"),
          closed(
              "vandermonde",
              "Vandermonde type: one input, true function zero",
              "vandermonde:hidden=4,outputs=1,step=1",
              p -> new Vandermonde(p.intAt("hidden"), p.intAt("outputs", 1), p.intAt("step", 1)),
              "hidden: number of units",
              "outputs: 1 if left out",
              "step: of the powers in the activation, 1 if left out (2 for odd ones)"),
          closed(
              "gaussian-mixture",
              "one-dimensional Gaussians with known variance",
              "gaussian-mixture:components=2,true=1",
              p -> new GaussianMixture(p.intAt("components", 2), p.intAt("true", 1)),
              "components: of the model, 2 if left out",
              "true: of the truth, 1 if left out"),
          closed(
              "mixture",
              "mixture of any components (bound)",
              "mixture:components=3,true=1,parameters=2",
              ExactProblems::mixture,
              "components: of the model",
              "true: of the truth",
              "parameters: of one component",
              "phi: Dirichlet parameter of the weights as a fraction, (parameters + 1)/2 if left out"),
          closed(
              "factor-analysis",
              "factor analysis (bound)",
              "factor-analysis:variables=6,factors=2,true=1",
              p -> new FactorAnalysis(p.intAt("variables"), p.intAt("factors"), p.intAt("true")),
              "variables: observed",
              "factors: of the model",
              "true: factors of the truth"),
          closed(
              "latent-forest",
              "Gaussian latent forest",
              "latent-forest:leaves=4,edges=1-5x2-5x5-6x3-6x4-6,true=1-5x2-5",
              ExactProblems::latentForest,
              "leaves: observed nodes 1, 2, ...",
              "edges: a-b joined by x",
              "true: edges of the truth, none if left out"),
          closed(
              "nmf",
              "non-negative matrix factorisation (bound)",
              "nmf:rows=6,columns=5,components=3,rank=1",
              p ->
                  new Nmf(
                      p.intAt("rows"), p.intAt("columns"), p.intAt("components"), p.intAt("rank")),
              "rows: M",
              "columns: N",
              "components: H",
              "rank: non-negative rank of the truth"),
          closed(
              "lda",
              "latent Dirichlet allocation",
              "lda:words=10,documents=5,topics=2,rank=1",
              p ->
                  new Lda(
                      p.intAt("words"), p.intAt("documents"), p.intAt("topics"), p.intAt("rank")),
              "words: M",
              "documents: N",
              "topics: H",
              "rank: true number of topics less one"),
          closed(
              "polynomial-network",
              "two-parameter network with activation x^r",
              "polynomial-network:layers=3,power=2",
              p -> new PolynomialNetwork(p.intAt("layers"), p.intAt("power")),
              "layers: L",
              "power: r"),
          closed(
              "modular-addition",
              "quadratic network for addition modulo p",
              "modular-addition:prime=53,hidden=48",
              ExactProblems::modularAddition,
              "prime: p",
              "hidden: K",
              "inputs: all (default), or pairs: the one-hot pairs alone"),
          closed(
              "attention",
              "attention with a uniform truth, a reduced-rank regression",
              "attention:vocabulary=10,width=4",
              ExactProblems::attention,
              "vocabulary: v",
              "width: of the embedding"),
          new Family(
              "polynomial",
              "K itself, a polynomial in any variables",
              List.of(
                  new Parameter(
                      "at",
                      "a zero of K: fractions joined by x, the variables in alphabetical order; the origin if left out"),
                  new Parameter(
                      "prior",
                      "exponents h of a prior prod |w_i - at_i|^(h_i), joined by x; 0 if left out")),
              "polynomial:'(y-x^2)^2+x^6'",
              ExactProblems::polynomial));

  private static ClosedForm modularAddition(ProblemString p) {
    return new ModularAddition(p.intAt("prime"), p.intAt("hidden"), ModularAddition.Inputs.of(p));
  }

  private static Family closed(
      String name,
      String meaning,
      String example,
      Function<ProblemString, ClosedForm> parser,
      String... parameters) {
    List<Parameter> all = new ArrayList<>();
    List<String> keys = new ArrayList<>(List.of("n", "sigma"));
    for (String parameter : parameters) {
      String[] parts = parameter.split(": ", 2);
      all.add(new Parameter(parts[0], parts[1]));
      keys.add(0, parts[0]);
    }
    Collections.reverse(keys.subList(0, keys.size() - 2));
    return new Family(
        name,
        meaning,
        List.copyOf(all),
        example,
        problem -> {
          ClosedForm form = parser.apply(problem.requireOnly(keys));
          Rlct rlct = form.rlct();
          String reason = rlct.isExact() ? "" : "only a bound is known for this family";
          return new ExactAnswer(
              problem.toString(), rlct, form.conditions(), form.explanation(), reason);
        });
  }

  /** All families, in the order in which they are listed to the user. */
  public static List<Family> families() {
    return FAMILIES;
  }

  /**
   * The answer to a problem string.
   *
   * @throws InvalidInput if the name is unknown, or a key or a value is not allowed
   */
  public static ExactAnswer answer(String text) {
    return answer(ProblemString.parse(text));
  }

  /** The answer to a problem. */
  public static ExactAnswer answer(ProblemString problem) {
    List<String> names = FAMILIES.stream().map(Family::name).toList();
    return FAMILIES.stream()
        .filter(family -> family.name().equals(problem.name()))
        .findFirst()
        .orElseThrow(() -> Nearest.unknown("problem", problem.name(), names))
        .solver()
        .apply(problem);
  }

  private static ClosedForm reducedRank(ProblemString p) {
    return new ReducedRank(
        p.intAt("inputs"), p.intAt("outputs"), p.intAt("hidden"), p.intAt("rank"));
  }

  private static ClosedForm deepLinear(ProblemString p) {
    if (!p.has("ranks")) {
      return new DeepLinear(p.intListAt("widths"), p.intAt("rank", 0));
    }
    if (p.has("rank")) {
      throw new InvalidInput("problem dln: give rank or ranks, not both");
    }
    return new LayerRanks(p.intListAt("widths"), p.intListAt("ranks")).network();
  }

  private static ClosedForm attention(ProblemString p) {
    int vocabulary = p.intAt("vocabulary");
    return new ReducedRank(vocabulary, vocabulary - 1, p.intAt("width"), 0);
  }

  private static ClosedForm normalCrossing(ProblemString p) {
    List<Integer> powers = p.intListAt("powers");
    return p.has("prior")
        ? new NormalCrossing(powers, p.intListAt("prior"))
        : NormalCrossing.of(powers);
  }

  private static ClosedForm mixture(ProblemString p) {
    int components = p.intAt("components");
    int trueComponents = p.intAt("true");
    int parameters = p.intAt("parameters");
    return p.has("phi")
        ? new Mixture(
            components, trueComponents, parameters, fraction(p.name(), "phi", p.textAt("phi")))
        : Mixture.of(components, trueComponents, parameters);
  }

  private static ClosedForm latentForest(ProblemString p) {
    List<LatentForest.Edge> edges = edges(p, "edges");
    return new LatentForest(p.intAt("leaves"), edges, p.has("true") ? edges(p, "true") : List.of());
  }

  private static List<LatentForest.Edge> edges(ProblemString p, String key) {
    return p.textListAt(key).stream().map(LatentForest.Edge::parse).toList();
  }

  private static ExactAnswer polynomial(ProblemString p) {
    p.requireOnlyKeys(List.of("at", "prior"));
    if (p.argument().isEmpty()) {
      throw new InvalidInput(
          "problem polynomial: expected a polynomial, as in polynomial:'x^2*y^4'");
    }
    PolynomialProblem problem = PolynomialProblem.atOrigin(p.argument());
    if (p.has("at")) {
      problem =
          problem.at(p.textListAt("at").stream().map(t -> fraction(p.name(), "at", t)).toList());
    }
    if (p.has("prior")) {
      problem = problem.withPrior(p.intListAt("prior"));
    }
    PolynomialAnswer answer = problem.answer();
    return new ExactAnswer(
        p.toString(), answer.rlct(), problem.conditions(), answer.explanation(), answer.reason());
  }

  private static BigFraction fraction(String name, String key, String text) {
    try {
      return Fractions.parse(text);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new InvalidInput(
          "problem "
              + name
              + ": key '"
              + key
              + "' must hold fractions such as 1/2, got '"
              + text
              + "'",
          e);
    }
  }
}
