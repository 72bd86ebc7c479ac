package org.cusp.point;

import java.util.Arrays;
import java.util.function.Consumer;
import org.cusp.clock.TimeIsUp;
import org.cusp.numerics.Vectors;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * The largest absolute eigenvalue of the Hessian of the batch loss where a pass of one chain
 * stands, by power iteration on central differences of gradients. The direction found is where the
 * next search starts, since the stiffest direction hardly turns along a chain. Where time is up
 * after some iterations, what they have found counts.
 */
public final class Curvature {
  private static final int FIRST_ITERATIONS = 15;

  /** That the first search takes. */
  public static final int GRADIENTS = 2 * FIRST_ITERATIONS;

  private static final int LATER_ITERATIONS = 6;
  private static final double DIFFERENCE = 1e-2;

  private double[] direction;
  private int iterations = FIRST_ITERATIONS;

  /** Starts from a random direction of the seed. */
  public Curvature(int parameters, long seed) {
    direction = new double[parameters];
    RandomStream.of(seed, Purpose.START, 0).normals(0, 0, direction, parameters);
  }

  /** Of the batch loss; nats per datum and squared unit of w; not finite where the loss is not. */
  public double at(PosteriorPass pass) {
    return at(pass, loss -> pass.evaluate(0, loss));
  }

  /** Of the loss on all data. */
  public double ofAllData(PosteriorPass pass) {
    return at(pass, pass::evaluateAll);
  }

  private double at(PosteriorPass pass, Consumer<double[]> evaluation) {
    double[] origin = pass.w().getRow(0);
    double curvature = 0;
    for (int i = 0; i < iterations; i++) {
      double norm = Vectors.norm(direction);
      Arrays.setAll(direction, j -> direction[j] / norm);
      double[] image;
      try {
        image = hessianTimes(pass, evaluation, origin);
      } catch (TimeIsUp e) {
        if (i == 0) {
          throw e;
        }
        pass.w().setRow(0, origin);
        return curvature;
      }
      curvature = Vectors.norm(image);
      if (!(curvature > 0) || !Double.isFinite(curvature)) {
        return curvature;
      }
      direction = image;
    }
    iterations = LATER_ITERATIONS;
    return curvature;
  }

  private double[] hessianTimes(
      PosteriorPass pass, Consumer<double[]> evaluation, double[] origin) {
    double[] up = gradientAt(pass, evaluation, origin, DIFFERENCE);
    double[] down = gradientAt(pass, evaluation, origin, -DIFFERENCE);
    double[] image = new double[origin.length];
    Arrays.setAll(image, i -> (up[i] - down[i]) / (2 * DIFFERENCE));
    pass.w().setRow(0, origin);
    return image;
  }

  private double[] gradientAt(
      PosteriorPass pass, Consumer<double[]> evaluation, double[] origin, double distance) {
    double[] moved = new double[origin.length];
    Arrays.setAll(moved, i -> origin[i] + distance * direction[i]);
    pass.w().setRow(0, moved);
    evaluation.accept(new double[1]);
    return pass.gradient().getRow(0);
  }
}
