package org.cusp.estimate.freeenergy;

import java.util.Arrays;
import org.cusp.numerics.Vectors;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealVector;

/**
 * The multistate Bennett acceptance ratio: the estimate of all A(b_k) at once with the smallest
 * asymptotic variance that any reweighting of these draws has. With N draws at each of K rungs it
 * is the solution of
 *
 * <pre>exp(-A_k) = sum_j exp(-b_k E_j) / sum_l N exp(A_l - b_l E_j),   A_0 = 0,</pre>
 *
 * j running over the draws of all rungs: the minimum of a convex function, found by Newton's method
 * in log space. From it A, the mean energy and its variance follow at any b of the ladder's range.
 *
 * <p>Source: M. R. Shirts, J. D. Chodera, "Statistically optimal analysis of samples from multiple
 * equilibrium states", Journal of Chemical Physics 129 (2008) 124105, DOI 10.1063/1.2978177.
 */
public final class Mbar implements BlockJackknife.Statistics {
  private static final double TOLERANCE = 1e-10;
  private static final int MOST_STEPS = 100;

  /** Leaving out a block moves the solution little; the Hessian of all draws does. */
  private static final double BLOCK_TOLERANCE = 1e-6;

  private static final int MOST_BLOCK_STEPS = 30;

  /** Numbers stated of each inverse temperature asked for. */
  public static final int SPAN = 3;

  private final TemperedEnergies draws;
  private final BlockJackknife blocks;
  private final EnergyGroups groups;
  private final double[] asked;

  /** [group][rung]: exp(start_k - b_k E - scale). */
  private final double[][] factor;

  private final double[] scale;
  private final double[] start;
  private final double[] solution;
  private final DecompositionSolver hessian;

  /**
   * @param asked inverse temperatures at which {@link #all} states A, the mean energy and its
   *     variance, one after another
   */
  public Mbar(TemperedEnergies draws, BlockJackknife blocks, double... asked) {
    this(draws, blocks, EnergyGroups.of(draws, blocks), asked);
  }

  public Mbar(TemperedEnergies draws, BlockJackknife blocks, EnergyGroups groups, double... asked) {
    this.draws = draws;
    this.blocks = blocks;
    this.groups = groups;
    this.asked = asked.clone();
    this.start = start();
    this.scale = new double[groups.size()];
    this.factor = new double[groups.size()][draws.rungs()];
    fillFactors();
    double[] delta = new double[draws.rungs()];
    this.hessian = newton(delta);
    this.solution = delta;
  }

  /** The stepping stones, of energies less their origin. */
  private double[] start() {
    double[] steps = new SteppingStone(draws, blocks).steps();
    double[] start = new double[draws.rungs()];
    for (int k = 1; k < start.length; k++) {
      double gap = draws.betas()[k] - draws.betas()[k - 1];
      start[k] = start[k - 1] + steps[k - 1] - gap * groups.origin();
    }
    return start;
  }

  private void fillFactors() {
    for (int j = 0; j < groups.size(); j++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < draws.rungs(); k++) {
        factor[j][k] = start[k] - product(draws.betas()[k], groups.energy()[j]);
        largest = Math.max(largest, factor[j][k]);
      }
      for (int k = 0; k < draws.rungs(); k++) {
        factor[j][k] = Math.exp(factor[j][k] - largest);
      }
      scale[j] = largest;
    }
  }

  /** An infinite energy weighs nothing but at the prior. */
  private static double product(double beta, double energy) {
    return beta == 0 ? 0 : beta * energy;
  }

  /** Solves for {@code delta}, what is to be added to the start; returns the inverse Hessian. */
  private DecompositionSolver newton(double[] delta) {
    double perRung = (double) blocks.chains() * blocks.draws();
    double objective = objective(delta, groups.total(), perRung);
    for (int step = 0; step < MOST_STEPS; step++) {
      RealVector gradient = gradient(delta, groups.total(), perRung);
      DecompositionSolver solver = solver(delta, perRung);
      RealVector move = solver.solve(gradient);
      double length = 1;
      double[] next = moved(delta, move, length);
      double value = objective(next, groups.total(), perRung);
      // Rounding of the objective must not turn the last, tiny steps away.
      double noise = 1e-12 * Math.abs(objective);
      while (!(value <= objective + noise) && length > 1e-6) {
        length /= 2;
        next = moved(delta, move, length);
        value = objective(next, groups.total(), perRung);
      }
      System.arraycopy(next, 0, delta, 0, delta.length);
      objective = value;
      if (length * move.getLInfNorm() < TOLERANCE) {
        break;
      }
    }
    return solver(delta, perRung);
  }

  private static double[] moved(double[] delta, RealVector move, double length) {
    double[] next = delta.clone();
    for (int k = 1; k < next.length; k++) {
      next[k] -= length * move.getEntry(k - 1);
    }
    return next;
  }

  private static double[] exponentials(double[] delta, double perRung) {
    return Arrays.stream(delta).map(d -> perRung * Math.exp(d)).toArray();
  }

  private double objective(double[] delta, double[] counts, double perRung) {
    double[] weight = exponentials(delta, perRung);
    double sum = 0;
    for (int j = 0; j < counts.length; j++) {
      sum += counts[j] * Math.log(Vectors.dot(weight, factor[j]));
    }
    for (double d : delta) {
      sum -= perRung * d;
    }
    return sum;
  }

  private RealVector gradient(double[] delta, double[] counts, double perRung) {
    double[] weight = exponentials(delta, perRung);
    double[] sum = new double[delta.length];
    for (int j = 0; j < counts.length; j++) {
      double share = counts[j] / Vectors.dot(weight, factor[j]);
      for (int k = 1; k < sum.length; k++) {
        sum[k] += share * factor[j][k];
      }
    }
    double[] gradient = new double[delta.length - 1];
    for (int k = 1; k < sum.length; k++) {
      gradient[k - 1] = weight[k] * sum[k] - perRung;
    }
    return new ArrayRealVector(gradient, false);
  }

  private DecompositionSolver solver(double[] delta, double perRung) {
    int size = delta.length - 1;
    double[] weight = exponentials(delta, perRung);
    double[][] hessian = new double[size][size];
    double[] p = new double[size];
    for (int j = 0; j < groups.size(); j++) {
      double all = Vectors.dot(weight, factor[j]);
      for (int k = 0; k < size; k++) {
        p[k] = weight[k + 1] * factor[j][k + 1] / all;
        hessian[k][k] += groups.total()[j] * p[k];
      }
      for (int k = 0; k < size; k++) {
        double row = groups.total()[j] * p[k];
        for (int l = 0; row > 0 && l <= k; l++) {
          hessian[k][l] -= row * p[l];
        }
      }
    }
    for (int k = 0; k < size; k++) {
      for (int l = 0; l < k; l++) {
        hessian[l][k] = hessian[k][l];
      }
    }
    return new QRDecomposition(new Array2DRowRealMatrix(hessian, false)).getSolver();
  }

  /** A at each rung. */
  double[] atRungs() {
    double[] result = new double[draws.rungs()];
    for (int k = 0; k < result.length; k++) {
      result[k] = start[k] + solution[k] + draws.betas()[k] * groups.origin();
    }
    return result;
  }

  /** The largest violation of the equations that it solves, relative to exp(-A_k). */
  double residual() {
    double perRung = (double) blocks.chains() * blocks.draws();
    return gradient(solution, groups.total(), perRung).getLInfNorm() / perRung;
  }

  @Override
  public double[] all() {
    return stated(solution, groups.total(), (double) blocks.chains() * blocks.draws());
  }

  @Override
  public double[] without(int block) {
    double[] counts = new double[groups.size()];
    for (int j = 0; j < counts.length; j++) {
      counts[j] = groups.total()[j] - groups.count()[j][block];
    }
    double perRung = (double) blocks.chains() * blocks.draws() - blocks.size(block);
    double[] delta = solution.clone();
    for (int step = 0; step < MOST_BLOCK_STEPS; step++) {
      RealVector move = hessian.solve(gradient(delta, counts, perRung));
      delta = moved(delta, move, 1);
      if (move.getLInfNorm() < BLOCK_TOLERANCE) {
        break;
      }
    }
    return stated(delta, counts, perRung);
  }

  private double[] stated(double[] delta, double[] counts, double perRung) {
    double[] weight = exponentials(delta, perRung);
    double[] result = new double[SPAN * asked.length];
    for (int i = 0; i < asked.length; i++) {
      double[] at = at(asked[i], weight, counts);
      System.arraycopy(at, 0, result, SPAN * i, SPAN);
    }
    return result;
  }

  /** A, mean energy and variance of the energy at an inverse temperature of the range. */
  private double[] at(double beta, double[] weight, double[] counts) {
    double[] log = new double[counts.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < log.length; j++) {
      log[j] =
          Math.log(counts[j] / Vectors.dot(weight, factor[j]))
              - product(beta, groups.energy()[j])
              - scale[j];
      largest = Math.max(largest, log[j]);
    }
    double sum = 0;
    double mean = 0;
    double square = 0;
    for (int j = 0; j < log.length; j++) {
      double share = Math.exp(log[j] - largest);
      if (share > 0) {
        sum += share;
        mean += share * groups.energy()[j];
        square += share * groups.energy()[j] * groups.energy()[j];
      }
    }
    mean /= sum;
    return new double[] {
      beta * groups.origin() - largest - Math.log(sum),
      groups.origin() + mean,
      square / sum - mean * mean
    };
  }
}
