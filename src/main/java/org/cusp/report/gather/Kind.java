package org.cusp.report.gather;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.PointResult;
import org.cusp.estimate.compare.CompareResult;
import org.cusp.estimate.compare.KnResult;
import org.cusp.estimate.covariance.CovarianceResult;
import org.cusp.estimate.criteria.CriteriaResult;
import org.cusp.estimate.freeenergy.FreeEnergyCurveResult;
import org.cusp.estimate.freeenergy.FreeEnergyResult;
import org.cusp.estimate.influence.InfluenceResult;
import org.cusp.estimate.learning.LearningCurveResult;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.estimate.predictive.PredictiveResult;
import org.cusp.estimate.susceptibility.SusceptibilityResult;
import org.cusp.format.Json;

/**
 * A kind of result that commands keep.
 *
 * @param command that writes it
 * @param file its name in the folder of the result
 * @param estimates every number with an error that it holds
 * @param place of one of these: columns beside those that the whole result has
 */
record Kind<R>(
    String command,
    String file,
    Class<R> type,
    Function<R, List<EstimateOf>> estimates,
    BiFunction<R, EstimateOf, Map<String, Object>> place) {
  private static final List<Kind<?>> ALL =
      List.of(
          point("llc", "estimate.json", LlcResult.class),
          point("free-energy", "free-energy.json", FreeEnergyResult.class),
          new Kind<>(
              "free-energy",
              "free-energy-curve.json",
              FreeEnergyCurveResult.class,
              FreeEnergyCurveResult::estimates,
              Kind::place),
          point("criteria", "criteria.json", CriteriaResult.class),
          new Kind<>("kl", "kl.json", KnResult.class, KnResult::estimates, Kind::place),
          new Kind<>(
              "compare",
              "compare.json",
              CompareResult.class,
              CompareResult::estimates,
              (result, one) -> Map.of()),
          new Kind<>(
              "learning-curve",
              "learning-curve.json",
              LearningCurveResult.class,
              LearningCurveResult::estimates,
              Kind::place),
          point("influence", "influence.json", InfluenceResult.class),
          point("susceptibility", "susceptibility.json", SusceptibilityResult.class),
          point("covariance", "covariance.json", CovarianceResult.class),
          point("predictive", "predictive.json", PredictiveResult.class));

  /** What a file holds. */
  record Read(List<Row> rows, boolean isOfOnePoint) {}

  /** A number with its place. */
  record Row(EstimateOf estimate, Map<String, Object> place) {}

  private static <R extends PointResult> Kind<R> point(String command, String file, Class<R> type) {
    return new Kind<>(command, file, type, PointResult::estimates, (result, one) -> Map.of());
  }

  /** Whether a command writes a result into a file of this name. */
  static boolean isName(String file) {
    return ALL.stream().anyMatch(kind -> kind.file.equals(file));
  }

  /** The commands whose results are read, for people. */
  static String commands() {
    return ALL.stream().map(Kind::command).distinct().collect(Collectors.joining(", "));
  }

  /**
   * What a file holds, by its name, or by the command that it says where a user has named it.
   *
   * @throws InvalidInput if it is damaged or holds something else
   */
  static Read read(Path file, String command) {
    List<Kind<?>> named =
        ALL.stream().filter(kind -> kind.file.equals(file.getFileName().toString())).toList();
    List<Kind<?>> possible =
        named.isEmpty()
            ? ALL.stream().filter(kind -> kind.command.equals(command)).toList()
            : named;
    InvalidInput fault =
        new InvalidInput(file + ": holds no kept result of " + commands() + ", but of " + command);
    for (Kind<?> kind : possible) {
      try {
        return kind.read(file);
      } catch (InvalidInput e) {
        fault = e;
      }
    }
    throw fault;
  }

  private Read read(Path file) {
    R result = Json.read(file, type);
    List<Row> rows =
        estimates.apply(result).stream()
            .map(one -> new Row(one, place.apply(result, one)))
            .toList();
    return new Read(rows, result instanceof PointResult);
  }

  private static Map<String, Object> place(KnResult result, EstimateOf one) {
    Map<String, Object> place = new LinkedHashMap<>();
    result.results().stream()
        .filter(row -> row.point().equals(one.at()))
        .findFirst()
        .ifPresent(
            row -> {
              place.put("step", row.step());
              place.put("n", (row.test() != null && isTest(one) ? row.test() : row.train()).n());
            });
    return place;
  }

  private static boolean isTest(EstimateOf one) {
    return one.of().endsWith("held out");
  }

  private static Map<String, Object> place(LearningCurveResult result, EstimateOf one) {
    Map<String, Object> place = new LinkedHashMap<>();
    result.points().stream()
        .filter(it -> (it.method() + ", " + it.point().describe()).equals(one.at()))
        .findFirst()
        .ifPresent(
            it -> {
              place.put("method", it.method());
              place.put("n", it.point().n());
              place.put("parameters", it.parameters());
              place.put("width", it.point().width());
              place.put("depth", it.point().depth());
              place.put("repeats", it.repeats());
            });
    return place;
  }

  private static Map<String, Object> place(FreeEnergyCurveResult result, EstimateOf one) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("repeats", result.dataSets());
    result.points().stream()
        .filter(point -> ("n = " + point.n()).equals(one.at()))
        .findFirst()
        .ifPresent(point -> place.put("n", point.n()));
    return place;
  }
}
