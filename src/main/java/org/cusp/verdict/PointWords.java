package org.cusp.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cusp.point.PointCheck;
import org.cusp.posterior.Posterior;

/** A {@link PointCheck} in sentences, with the limits that the verdict's rules hold it against. */
public final class PointWords {
  private PointWords() {}

  /** The sentences, in the order gradient, curvature, Gaussian approximation. */
  public static List<String> of(PointCheck check, Posterior posterior) {
    if (Double.isNaN(check.gradientNorm())) {
      return List.of("loss or gradient is not finite at w* or next to it");
    }
    double half = Math.max(0, Math.min(check.laplaceLlc().value(), posterior.size() / 2.0));
    double explained = PointRules.explainedDescent(half, posterior.beta());
    double notable = PointRules.NOTABLE * half;
    List<String> words = new ArrayList<>();
    words.add(gradient(check, explained, notable));
    words.add(curvature(check, posterior, explained, notable));
    words.add(
        line(
            "were the posterior Gaussian, the LLC would be %.4g +- %.2g (%d gradients)",
            check.laplaceLlc().value(), check.laplaceLlc().se(), check.gradients()));
    return List.copyOf(words);
  }

  private static String gradient(PointCheck check, double explained, double notable) {
    String what = "not a minimum: train further";
    if (check.gradientGain() <= explained) {
      what = "a minimum, as far as the data can tell";
    } else if (check.gradientGain() <= notable) {
      what = "no minimum, but this is little against the LLC";
    }
    return line(
        "gradient of norm %.3g at w*: nBeta L and the localisation fall by %.3g downhill from it,"
            + " the noise of n data explains %.3g: %s",
        check.gradientNorm(), check.gradientGain(), explained, what);
  }

  private static String curvature(
      PointCheck check, Posterior posterior, double explained, double notable) {
    String known =
        check.spectrum() == PointCheck.Spectrum.COMPLETE
            ? "all eigenvalues known"
            : "extremes by Lanczos";
    String range =
        line(
            "Hessian of the loss from %.3g to %.3g (%s, zero within %.2g): ",
            check.smallest().value(), check.largest().value(), known, check.noise());
    if (!check.hasNegativeCurvature()) {
      return range + "no direction curves downwards";
    }
    String what = "which the localisation outweighs";
    if (check.curvatureGain() > Math.max(explained, notable)) {
      what = "a saddle";
    } else if (-posterior.nBeta() * check.smallest().value() >= posterior.gamma()) {
      what = "which says little";
    }
    return range
        + line("along the most negative one it falls by %.3g, %s", check.curvatureGain(), what);
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
