package org.cusp.estimate.learning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateOf;
import org.cusp.run.Provenance;
import org.cusp.spec.LearningCurveSpec;

/**
 * Learning curves as they are printed and stored; the components' names are the names in the JSON.
 *
 * @param target the problem, or the network's name
 * @param quantity what the numbers are, in words
 * @param theory of each network whose learning coefficient is known exactly
 */
public record LearningCurveResult(
    String command,
    String target,
    String quantity,
    Map<String, String> settings,
    List<LearningTheory> theory,
    List<LearningSummary> points,
    List<LearningRow> rows,
    Provenance provenance) {
  private static final String LOSSES =
      "G and T: mean loss on new and on the training data, in nats per datum, averaged over repeats";
  private static final String EXCESSES =
      "G - S and T - S: mean loss on new and on the training data, less that of the truth, in nats"
          + " per datum, averaged over repeats";

  /** Of each method at each place, what is known of its losses and its LLC. */
  public List<EstimateOf> estimates() {
    return points.stream().flatMap(this::estimates).toList();
  }

  private Stream<EstimateOf> estimates(LearningSummary at) {
    String place = at.method() + ", " + at.point().describe();
    Map<String, Estimate> all = new LinkedHashMap<>();
    all.put("G", at.generalisation());
    all.put("G - S", at.excess());
    all.put("T", at.training());
    all.put("T - S", at.trainingExcess());
    all.put("nu", at.nu());
    all.put("LLC", at.lambda());
    return all.entrySet().stream()
        .filter(number -> !Double.isNaN(number.getValue().value()))
        .map(number -> new EstimateOf(target, place, number.getKey(), number.getValue(), null));
  }

  static LearningCurveResult of(
      LearningCurveSpec spec,
      LearningSource source,
      List<LearningPoint> places,
      List<LearningRow> rows,
      Provenance provenance) {
    String target = spec.problem().orElse(spec.name());
    List<LearningTheory> theory = theory(target, source, places, rows);
    Map<List<Object>, List<LearningRow>> groups =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> List.of(row.method(), row.point()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<LearningSummary> points = new ArrayList<>();
    for (List<LearningRow> group : groups.values()) {
      LearningRow row = group.get(0);
      Optional<LearningSummary> before =
          points.stream().filter(p -> isSameCurve(p, row)).reduce((a, b) -> b);
      points.add(
          before
              .map(p -> LearningSummary.after(p, group, theoryOf(theory, row.point())))
              .orElseGet(() -> LearningSummary.of(group)));
    }
    return new LearningCurveResult(
        "learning-curve",
        target,
        rows.stream().allMatch(row -> Double.isNaN(row.excess())) ? LOSSES : EXCESSES,
        spec.facts(),
        theory,
        points,
        rows,
        provenance);
  }

  private static boolean isSameCurve(LearningSummary a, LearningRow b) {
    return a.method().equals(b.method())
        && Objects.equals(a.point().width(), b.point().width())
        && Objects.equals(a.point().depth(), b.point().depth());
  }

  private static List<LearningTheory> theory(
      String target, LearningSource source, List<LearningPoint> places, List<LearningRow> rows) {
    List<LearningTheory> theory = new ArrayList<>();
    for (LearningPoint place : places) {
      if (theoryOf(theory, place) == null) {
        int parameters =
            rows.stream()
                .filter(row -> row.point().equals(place))
                .mapToInt(LearningRow::parameters)
                .findFirst()
                .orElseThrow();
        source
            .exact(place)
            .filter(rlct -> rlct.status() == org.cusp.exact.Rlct.Status.EXACT)
            .ifPresent(rlct -> theory.add(LearningTheory.of(place, parameters, target, rlct)));
      }
    }
    return theory;
  }

  private static LearningTheory theoryOf(List<LearningTheory> theory, LearningPoint place) {
    return theory.stream()
        .filter(
            it ->
                Objects.equals(it.width(), place.width())
                    && Objects.equals(it.depth(), place.depth()))
        .findFirst()
        .orElse(null);
  }
}
