package org.cusp.report.figures.settings;

import java.util.List;
import org.cusp.contract.Check;

/**
 * LLCs at several step sizes and what they extrapolate to: {@code LLC(e) = value + slope e^order}.
 *
 * @param points the measured LLCs
 * @param value the extrapolation to step size 0
 * @param se its standard error; NaN when unknown
 * @param slope of the fitted line
 * @param order of the bias in the step size, such as 1 for SGLD
 */
public record StepSizeScan(
    List<LlcAt> points, double value, double se, double slope, double order) {
  public StepSizeScan {
    points = List.copyOf(points);
    points.forEach(point -> Check.positive("step size", point.at()));
    Check.positive("order", order);
  }
}
