package org.cusp.gold.spectrum;

import java.util.List;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.contract.ProblemString;
import org.cusp.exact.DeepLinear;
import org.cusp.exact.ReducedRank;
import org.cusp.exact.Rlct;
import org.cusp.exact.polynomial.PolynomialFunction;
import org.cusp.exact.polynomial.PolynomialProblem;
import org.cusp.state.Bookmark;

/** The problems of the command line whose K is known in closed form. */
public final class SpectrumProblem {
  private static final List<String> NAMES = List.of("polynomial", "dln", "rrr");
  private static final List<Double> SAMPLED = TemperatureSpectrum.ladder(2, 12, 1);

  private SpectrumProblem() {}

  /**
   * What a target is.
   *
   * @param name as the user wrote it
   * @param prior what the measure is
   * @param exact the coefficient by theory: at the origin for a polynomial, else over the fibre;
   *     absent where the polynomial is not zero at the origin
   */
  public record Named(String name, String prior, Optional<Rlct> exact) {}

  /** A target with its spectrum. */
  public record Result(Named target, Spectrum spectrum) {}

  /**
   * The spectrum of {@code polynomial:'...'}, {@code dln:widths=...,rank=...} or {@code rrr:...}.
   *
   * @param bookmark where its state is kept
   * @throws InvalidInput for other problems and for values that are not allowed
   */
  public static Result spectrum(String target, long seed, Bookmark bookmark) {
    ProblemString problem = ProblemString.parse(target);
    return switch (problem.name()) {
      case "polynomial" -> ofPolynomial(problem, seed, bookmark);
      case "dln" -> ofDeepLinear(problem, seed, bookmark);
      case "rrr" -> ofReducedRank(problem, seed, bookmark);
      default -> throw Nearest.unknown("problem with a spectrum", problem.name(), NAMES);
    };
  }

  /** The polynomial of a target, for measures on the cube. */
  public static PolynomialFunction polynomial(String target) {
    ProblemString problem = ProblemString.parse(target);
    if (!problem.name().equals("polynomial")) {
      throw Nearest.unknown("problem with a volume", problem.name(), List.of("polynomial"));
    }
    return PolynomialFunction.of(problemOf(problem));
  }

  /** A polynomial target with its exact coefficient. */
  public static Named named(String target) {
    ProblemString problem = ProblemString.parse(target);
    PolynomialProblem polynomial = problemOf(problem);
    Optional<Rlct> exact = Optional.of(polynomial.answer().rlct());
    int d = polynomial.variables().size();
    return new Named(problem.toString(), "uniform on [-1, 1]^" + d, exact);
  }

  private static PolynomialProblem problemOf(ProblemString problem) {
    problem.requireOnlyKeys(List.of());
    if (problem.argument().isEmpty()) {
      throw new InvalidInput("problem polynomial: expected K, as in polynomial:'x^2*y^4'");
    }
    return PolynomialProblem.atOrigin(problem.argument());
  }

  private static Result ofPolynomial(ProblemString problem, long seed, Bookmark bookmark) {
    Named named = named(problem.toString());
    PolynomialFunction k = PolynomialFunction.of(problemOf(problem));
    return new Result(
        named, TemperatureSpectrum.ofPolynomial(k, TemperatureSpectrum.LADDER, seed, bookmark));
  }

  private static Result ofDeepLinear(ProblemString problem, long seed, Bookmark bookmark) {
    problem.requireOnly(List.of("widths", "rank", "n", "sigma"));
    List<Integer> widths = problem.intListAt("widths");
    int rank = problem.intAt("rank", 0);
    Rlct exact = new DeepLinear(widths, rank).rlct();
    return new Result(
        named(problem, exact),
        TemperatureSpectrum.ofDeepLinear(widths, rank, SAMPLED, seed, bookmark));
  }

  private static Result ofReducedRank(ProblemString problem, long seed, Bookmark bookmark) {
    problem.requireOnly(List.of("inputs", "outputs", "hidden", "rank", "n"));
    int inputs = problem.intAt("inputs");
    int outputs = problem.intAt("outputs");
    int hidden = problem.intAt("hidden");
    int rank = problem.intAt("rank");
    Rlct exact = new ReducedRank(inputs, outputs, hidden, rank).rlct();
    List<Integer> widths = List.of(inputs, hidden, outputs);
    return new Result(
        named(problem, exact),
        TemperatureSpectrum.ofDeepLinear(widths, rank, SAMPLED, seed, bookmark));
  }

  private static Named named(ProblemString problem, Rlct exact) {
    return new Named(problem.toString(), "standard Gaussian on all weights", Optional.of(exact));
  }
}
