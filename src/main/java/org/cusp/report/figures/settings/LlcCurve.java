package org.cusp.report.figures.settings;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.cusp.contract.Check;

/**
 * The LLC against gamma or nBeta.
 *
 * @param measured from draws made at each value
 * @param reweighted the curve computed from the draws of one value; empty if there is none
 * @param chosen the setting of the estimate, marked on the axis
 * @param exact the true value where it is known
 */
public record LlcCurve(
    List<LlcAt> measured, List<LlcAt> reweighted, double chosen, OptionalDouble exact) {
  public LlcCurve {
    measured = measured.stream().sorted(Comparator.comparingDouble(LlcAt::at)).toList();
    reweighted = reweighted.stream().sorted(Comparator.comparingDouble(LlcAt::at)).toList();
    Check.positive("chosen setting", chosen);
    Stream.concat(measured.stream(), reweighted.stream())
        .forEach(point -> Check.positive("setting", point.at()));
  }
}
