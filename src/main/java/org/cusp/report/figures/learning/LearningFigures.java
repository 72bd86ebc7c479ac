package org.cusp.report.figures.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.cusp.estimate.learning.LearningCurveResult;
import org.cusp.estimate.learning.LearningPoint;
import org.cusp.estimate.learning.LearningSummary;
import org.cusp.report.plot.Figure;

/** Figures of learning curves: over n, and over the width or depth of a network. */
public final class LearningFigures {
  private LearningFigures() {}

  /** All figures that the points have something to show for. */
  public static List<Figure> of(LearningCurveResult result) {
    LearnedPoints points = new LearnedPoints(result);
    List<Figure> drawn = new ArrayList<>();
    if (varies(result, LearningPoint::n)) {
      drawn.addAll(LearningCurves.of(points));
    }
    if (varies(result, LearningPoint::width)) {
      drawn.addAll(SizeFigures.overWidths(points));
    }
    if (varies(result, LearningPoint::depth)) {
      drawn.addAll(SizeFigures.overDepths(points));
    }
    return drawn;
  }

  private static boolean varies(LearningCurveResult result, Function<LearningPoint, Integer> of) {
    return result.points().stream()
            .map(LearningSummary::point)
            .map(of)
            .filter(Objects::nonNull)
            .distinct()
            .count()
        > 1;
  }
}
