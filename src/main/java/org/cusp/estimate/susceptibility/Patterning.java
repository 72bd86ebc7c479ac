package org.cusp.estimate.susceptibility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Estimate;

/**
 * Weights of data that move components as wanted. With weights h the loss is L_n + sum_z h_z (l_z -
 * L_n), and to first order
 *
 * <pre>
 *   nBeta E[phi_C] changes by sum_z M_Cz h_z,   M = nBeta^2 chi,
 *   h = W^+ (m_C / s_C),   W_Cz = M_Cz / s_C,   s_C the root mean square of the errors of M_Cz
 * </pre>
 *
 * with m the wanted changes, 0 for components that are to stay, and W^+ the pseudo-inverse of W
 * with those of its singular values alone that are above the largest of draws which know nothing of
 * each other: a smaller one is noise, and its inverse would make the noise the largest part of h.
 * Of all h with the effect that W foresees it is that of the smallest sum of squares.
 *
 * <p>Held out: h from all parts of the draws but one, its effect by that one, in turns. What is
 * foreseen from the draws that h was made from is too good by what h learned of their noise.
 *
 * <p>Source: G. Wang, D. Murfet, "Patterning: The Dual of Interpretability", arXiv:2601.13548.
 *
 * @param wanted changes of nBeta E[phi_C], which is the LLC of C where C alone moves
 * @param real patterns by which they are sought
 * @param weights h of each z
 * @param moved what the weights do to each component
 */
public record Patterning(double[] wanted, int real, double[] weights, List<Moved> moved) {
  /** Of the draws, to hold each out. */
  public static final int PARTS = 16;

  /**
   * A component.
   *
   * @param foreseen by all draws, with the error that it has for these weights
   * @param heldOut by draws that the weights do not know
   */
  public record Moved(Estimate foreseen, Estimate heldOut) {}

  /**
   * Of the answers of all components.
   *
   * @param wanted for each of them
   */
  public static Patterning of(SusceptibilityEstimator.Outcome outcome, double[] wanted) {
    List<ComponentAnswer> answers =
        outcome.responses().stream().map(SusceptibilityEstimator.Response::answer).toList();
    double[] scale = answers.stream().mapToDouble(Patterning::scale).toArray();
    double[] errors = answers.stream().mapToDouble(Patterning::error).toArray();
    double[][] whole =
        scaled(answers.stream().map(ComponentAnswer::values).toArray(double[][]::new), errors);
    double[][][] noise = new double[ComponentAnswer.STRANGERS][][];
    for (int pairing = 0; pairing < noise.length; pairing++) {
      int which = pairing;
      noise[pairing] =
          scaled(answers.stream().map(it -> stranger(it, which)).toArray(double[][]::new), errors);
    }
    double[] goal = new double[wanted.length];
    for (int c = 0; c < goal.length; c++) {
      goal[c] = wanted[c] / (scale[c] * errors[c]);
    }
    ResponseSpectrum spectrum = ResponseSpectrum.of(whole, noise);
    double[] weights = weights(spectrum, spectrum.real(), goal);
    List<double[][]> parts = parts(answers);
    double[][] without = heldOut(parts, errors, spectrum.real(), goal);
    List<Moved> moved = new ArrayList<>();
    for (int c = 0; c < wanted.length; c++) {
      double[] chi = answers.get(c).values();
      double[] same = effects(parts, c, part -> weights, scale[c]);
      double[] others = effects(parts, c, part -> without[part], scale[c]);
      moved.add(
          new Moved(
              new Estimate(scale[c] * product(chi, weights), error(same)),
              new Estimate(mean(others), error(others))));
    }
    return new Patterning(wanted.clone(), spectrum.real(), weights, moved);
  }

  /** nBeta^2. */
  private static double scale(ComponentAnswer answer) {
    return answer.posterior().nBeta() * answer.posterior().nBeta();
  }

  /** The root mean square of the errors of chi; 1 where it has none. */
  private static double error(ComponentAnswer answer) {
    double squares =
        answer.data().stream().mapToDouble(it -> it.se() * it.se()).average().orElse(0);
    return squares > 0 ? Math.sqrt(squares) : 1;
  }

  private static double[] stranger(ComponentAnswer answer, int pairing) {
    double[] t = answer.strangers()[pairing];
    return IntStream.range(0, t.length)
        .mapToDouble(z -> t[z] * answer.data().get(z).se())
        .toArray();
  }

  private static double[][] scaled(double[][] chi, double[] errors) {
    double[][] found = new double[chi.length][];
    for (int c = 0; c < chi.length; c++) {
      double error = errors[c];
      found[c] = Arrays.stream(chi[c]).map(x -> x / error).toArray();
    }
    return found;
  }

  private static double[] weights(ResponseSpectrum spectrum, int real, double[] goal) {
    double[] weights = new double[spectrum.data()[0].length];
    for (int k = 0; k < real; k++) {
      double along = product(spectrum.components()[k], goal) / spectrum.values()[k];
      for (int z = 0; z < weights.length; z++) {
        weights[z] += along * spectrum.data()[k][z];
      }
    }
    return weights;
  }

  /** chi of all components from each part of the draws, as far as all have one: [component][z]. */
  private static List<double[][]> parts(List<ComponentAnswer> answers) {
    int count = answers.stream().mapToInt(it -> it.apart().length).min().orElse(0);
    return IntStream.range(0, count)
        .mapToObj(part -> answers.stream().map(it -> it.apart()[part]).toArray(double[][]::new))
        .toList();
  }

  /** The weights that all parts but one give, by which of them is left out. */
  private static double[][] heldOut(
      List<double[][]> parts, double[] errors, int real, double[] goal) {
    double[][] found = new double[parts.size()][];
    for (int out = 0; out < found.length; out++) {
      double[][] mean = new double[goal.length][parts.get(0)[0].length];
      for (int part = 0; part < found.length; part++) {
        for (int c = 0; part != out && c < mean.length; c++) {
          for (int z = 0; z < mean[c].length; z++) {
            mean[c][z] += parts.get(part)[c][z] / (found.length - 1);
          }
        }
      }
      ResponseSpectrum spectrum = ResponseSpectrum.of(scaled(mean, errors), new double[0][][]);
      found[out] = weights(spectrum, real, goal);
    }
    return found;
  }

  /** What weights do to a component, by each part. */
  private static double[] effects(
      List<double[][]> parts, int component, IntFunction<double[]> weights, double scale) {
    return IntStream.range(0, parts.size())
        .mapToDouble(part -> scale * product(parts.get(part)[component], weights.apply(part)))
        .toArray();
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).average().orElse(Double.NaN);
  }

  /** Of the mean of numbers that know nothing of each other; NaN of fewer than two. */
  private static double error(double[] x) {
    double mean = mean(x);
    double squares = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
    return x.length < 2 ? Double.NaN : Math.sqrt(squares / (x.length * (x.length - 1.0)));
  }
}
