package org.cusp.estimate.freeenergy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.freeenergy.FreeEnergyResult.PriorFacts;
import org.cusp.exact.ExactFacts;
import org.cusp.run.Provenance;

/**
 * A free-energy curve as it is printed and stored; the components' names are the names in the JSON.
 *
 * @param data how the data sets were made, in words
 * @param against what w_0 is, in words
 * @param fit with m known, or 1
 * @param freeFit with m fitted; absent with fewer than four n
 * @param nextPoleFit with a term r n^(-1/4); likewise absent
 * @param exactFit of the exact free energies of the same data sets, where they are known
 * @param llc the local learning coefficient at w_0 of the largest data set, in the default setting
 * @param exact the learning coefficient where it is known
 */
public record FreeEnergyCurveResult(
    String command,
    String target,
    String data,
    String against,
    int dataSets,
    int parameters,
    PriorFacts prior,
    Map<String, Object> request,
    List<Point> points,
    Fit fit,
    @JsonInclude(JsonInclude.Include.NON_NULL) Fit freeFit,
    @JsonInclude(JsonInclude.Include.NON_NULL) Fit nextPoleFit,
    @JsonInclude(JsonInclude.Include.NON_NULL) Fit exactFit,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Estimate.WithInterval Estimate llc,
    @MayBeNull ExactFacts exact,
    List<String> cautions,
    double seconds,
    Provenance provenance) {

  /**
   * One n.
   *
   * @param freeEnergy the mean of F over the data sets
   * @param excess the mean of F - n L_n(w_0); errors are those of the mean over data sets
   * @param monteCarloSe the part of it that sampling has
   * @param lambda the mean of dF/d ln beta at beta = 1/ln n
   * @param exactExcess the mean of the exact ones of the same data
   * @param sets F - n L_n(w_0) of each
   * @param trusted how many of them are trusted by their verdicts
   */
  public record Point(
      int n,
      @Estimate.WithInterval Estimate freeEnergy,
      @Estimate.WithInterval Estimate excess,
      double monteCarloSe,
      double fitted,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Estimate.WithInterval Estimate lambda,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double exactExcess,
      double[] sets,
      int trusted) {}

  /** lambda log n - (m - 1) log log n + c. */
  public record Fit(
      @Estimate.WithInterval Estimate lambda,
      @Estimate.WithInterval Estimate m,
      boolean mIsGiven,
      @Estimate.WithInterval Estimate constant) {
    static Fit of(FreeEnergyFit fit) {
      return new Fit(fit.lambda(), fit.m(), fit.multiplicity().isPresent(), fit.constant());
    }

    /** The value at any n. */
    public double at(double n) {
      return lambda.value() * Math.log(n)
          - (m.value() - 1) * Math.log(Math.log(n))
          + constant.value();
    }
  }

  /** What stands beside the curve. */
  public record About(
      String target,
      String data,
      String against,
      PriorFacts prior,
      Map<String, Object> request,
      Optional<Estimate> llc,
      Optional<ExactFacts> exact,
      double seconds,
      Provenance provenance) {}

  /** The result of a curve. */
  public static FreeEnergyCurveResult of(FreeEnergyCurve curve, int parameters, About about) {
    int m = about.exact().map(ExactFacts::multiplicity).orElse(1);
    FreeEnergyFit.Curve excess = curve.excess();
    FreeEnergyFit fit = FreeEnergyFit.of(excess, m);
    Optional<FreeEnergyFit.Curve> exact = curve.exactExcess();
    return new FreeEnergyCurveResult(
        "free-energy",
        about.target(),
        about.data(),
        about.against(),
        curve.cells().size(),
        parameters,
        about.prior(),
        new TreeMap<>(about.request()),
        points(curve, excess, exact, fit),
        Fit.of(fit),
        FreeEnergyFit.free(excess).map(Fit::of).orElse(null),
        FreeEnergyFit.withNextPole(excess, m).map(Fit::of).orElse(null),
        exact.map(known -> Fit.of(FreeEnergyFit.of(known, m))).orElse(null),
        about.llc().orElse(null),
        about.exact().orElse(null),
        cautions(curve, about),
        about.seconds(),
        about.provenance());
  }

  /** F_n and its excess at each n, then the coefficient that is fitted. */
  public List<EstimateOf> estimates() {
    List<EstimateOf> all = new ArrayList<>();
    for (Point point : points) {
      String at = "n = " + point.n();
      all.add(new EstimateOf(target, at, "F", point.freeEnergy(), null));
      all.add(new EstimateOf(target, at, "F - n L_n(w0)", point.excess(), null));
    }
    all.add(new EstimateOf(target, "", "lambda", fit.lambda(), null));
    return all;
  }

  private static List<Point> points(
      FreeEnergyCurve curve,
      FreeEnergyFit.Curve excess,
      Optional<FreeEnergyFit.Curve> exact,
      FreeEnergyFit fit) {
    double[] mean = excess.mean();
    double[] se = excess.meanSe();
    List<Point> points = new ArrayList<>();
    for (int k = 0; k < curve.n().length; k++) {
      int column = k;
      points.add(
          new Point(
              curve.n()[k],
              curve.freeEnergy(k),
              new Estimate(mean[k], se[k]),
              curve.monteCarlo(k),
              fit.fitted()[k],
              curve.lambda(k).orElse(null),
              exact.map(known -> known.mean()[column]).orElse(null),
              java.util.Arrays.stream(excess.excess()).mapToDouble(set -> set[column]).toArray(),
              trusted(curve, k)));
    }
    return points;
  }

  private static int trusted(FreeEnergyCurve curve, int k) {
    return (int)
        curve.cells().stream().filter(set -> set.get(k).sampled().verdict().isTrusted()).count();
  }

  private static List<String> cautions(FreeEnergyCurve curve, About about) {
    List<String> cautions = new ArrayList<>();
    if (curve.cells().size() == 1) {
      cautions.add(
          "one data set: the errors are those of sampling only, not those of the data"
              + " (--data-sets)");
    }
    if (!curve.withheld().isEmpty()) {
      cautions.add(
          "the exact F is withheld: its quadrature did not converge, or not closely enough, at n = "
              + curve.withheld().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
    if (about.exact().isEmpty()) {
      cautions.add("m is not known and taken as 1; where it is larger the fit is too low");
    }
    if (about.prior().kind() == Prior.Kind.LOCAL) {
      cautions.add(
          "local: the fit is the coefficient of the basin of w* only while n is too small to tell"
              + " w* from better parameters near it");
    }
    return cautions;
  }
}
