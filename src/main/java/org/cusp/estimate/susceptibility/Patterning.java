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
 *   h_z = (W^+ (m_C / s_C))_z / b_z,   W_Cz = M_Cz / (s_C b_z),
 *   s_C^2 = mean_z se_Cz^2,   b_z^2 = mean_C (se_Cz / s_C)^2,   se_Cz the error of M_Cz
 * </pre>
 *
 * with m the wanted changes, 0 for components that are to stay, and W^+ the pseudo-inverse of W
 * with as many of its singular values as chi / se has above the largest of draws which know nothing
 * of each other: a smaller one is noise, and its inverse would make the noise the largest part of
 * h. (W is chi / se but that its units are of rows and columns, so that it is linear in chi.) Of
 * all h with the effect that W foresees it is that of the smallest sum of (b_z h_z)^2: data whose
 * answers are uncertain have little weight.
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
    Units units = new Units(errors, ofData(answers, errors));
    double[][] whole =
        units.of(answers.stream().map(ComponentAnswer::values).toArray(double[][]::new));
    double[] goal = new double[wanted.length];
    for (int c = 0; c < goal.length; c++) {
      goal[c] = wanted[c] / (scale[c] * errors[c]);
    }
    int real = outcome.spectrum().real();
    double[] weights = units.weights(ResponseSpectrum.of(whole, new double[0][][]), real, goal);
    List<double[][]> parts = parts(answers);
    double[][] without = heldOut(parts, units, real, goal);
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
    return new Patterning(wanted.clone(), real, weights, moved);
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

  /** Errors of each z in those of its components: their root mean square; 1 where it has none. */
  private static double[] ofData(List<ComponentAnswer> answers, double[] errors) {
    double[] found = new double[answers.get(0).data().size()];
    for (int z = 0; z < found.length; z++) {
      double squares = 0;
      for (int c = 0; c < errors.length; c++) {
        double share = answers.get(c).data().get(z).se() / errors[c];
        squares += share * share / errors.length;
      }
      found[z] = squares > 0 ? Math.sqrt(squares) : 1;
    }
    return found;
  }

  /**
   * In which chi has errors of about 1.
   *
   * @param components s_C, but for nBeta^2
   * @param data b_z
   */
  private record Units(double[] components, double[] data) {
    double[][] of(double[][] chi) {
      double[][] found = new double[chi.length][data.length];
      for (int c = 0; c < chi.length; c++) {
        for (int z = 0; z < data.length; z++) {
          found[c][z] = chi[c][z] / (components[c] * data[z]);
        }
      }
      return found;
    }

    double[] weights(ResponseSpectrum spectrum, int real, double[] goal) {
      double[] weights = new double[data.length];
      for (int k = 0; k < real; k++) {
        double along = product(spectrum.components()[k], goal) / spectrum.values()[k];
        for (int z = 0; z < weights.length; z++) {
          weights[z] += along * spectrum.data()[k][z] / data[z];
        }
      }
      return weights;
    }
  }

  /** chi of all components from each part of the draws, as far as all have one: [component][z]. */
  private static List<double[][]> parts(List<ComponentAnswer> answers) {
    int count = answers.stream().mapToInt(it -> it.apart().length).min().orElse(0);
    return IntStream.range(0, count)
        .mapToObj(part -> answers.stream().map(it -> it.apart()[part]).toArray(double[][]::new))
        .toList();
  }

  /** The weights that all parts but one give, by which of them is left out. */
  private static double[][] heldOut(List<double[][]> parts, Units units, int real, double[] goal) {
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
      ResponseSpectrum spectrum = ResponseSpectrum.of(units.of(mean), new double[0][][]);
      found[out] = units.weights(spectrum, real, goal);
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
