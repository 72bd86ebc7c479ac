package org.cusp.sampler.reference;

import java.util.Arrays;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/**
 * A Gaussian around w* that has the localisation's width everywhere but in a few stiff directions:
 * its precision is
 *
 * <pre>M = gamma I + V' diag(d) V,  V [k, P] with orthonormal rows</pre>
 *
 * <p>so that M, its inverse and their roots cost 4 k P operations. Shared by all passes and only
 * read; what a pass does with it is {@link OfPass}, and the last one of these to close frees V.
 */
public final class GaussianReference {
  private final double gamma;
  private final double[] stiffness;
  private final Optional<MatrixStack> directions;
  private int users;

  private GaussianReference(double gamma, double[] stiffness, Optional<MatrixStack> directions) {
    if (!(gamma > 0)) {
      throw new InvalidInput(
          "a Gaussian reference needs a localisation: gamma must be above 0, got " + gamma);
    }
    this.gamma = gamma;
    this.stiffness = stiffness;
    this.directions = directions;
  }

  /** The localisation alone. */
  public static GaussianReference isotropic(double gamma) {
    return new GaussianReference(gamma, new double[0], Optional.empty());
  }

  /**
   * With stiff directions.
   *
   * @param stiffness d [k], precisions beyond gamma, each above -gamma
   * @param directions V, one matrix [k, P] with orthonormal rows; taken over
   */
  public static GaussianReference of(double gamma, double[] stiffness, MatrixStack directions) {
    Check.equal("stiff directions", directions.rows(), stiffness.length);
    return new GaussianReference(gamma, stiffness.clone(), Optional.of(directions));
  }

  /** The number k of stiff directions. */
  public int rank() {
    return stiffness.length;
  }

  /** d, precisions of the stiff directions beyond gamma. */
  public double[] stiffness() {
    return stiffness.clone();
  }

  /** The precision of the stiffest direction. */
  public double stiffest() {
    return gamma + Arrays.stream(stiffness).max().orElse(0);
  }

  /**
   * For the chains of a pass.
   *
   * @throws IllegalStateException where V has been freed
   */
  public synchronized OfPass of(Kernels kernels, Slab w) {
    if (users < 0) {
      throw new IllegalStateException("the directions of this reference have been freed");
    }
    users++;
    return new OfPass(kernels, w);
  }

  /** Keeps V while no pass has it, until this is closed. */
  public Hold hold() {
    synchronized (this) {
      users++;
    }
    return this::giveBack;
  }

  /** Somebody who needs the directions. */
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private synchronized void giveBack() {
    users--;
    if (users == 0 && directions.isPresent()) {
      users = -1;
      directions.get().slab().close();
    }
  }

  /** This reference, with the working memory of a pass's chains. */
  public final class OfPass implements AutoCloseable {
    private final Kernels kernels;
    private final Slab zero;
    private final Optional<Coordinates> coordinates;

    private OfPass(Kernels kernels, Slab w) {
      this.kernels = kernels;
      this.zero = w.zerosBeside(1, w.columns());
      this.coordinates =
          directions.map(v -> new Coordinates(v, w.zerosBeside(w.rows(), stiffness.length)));
    }

    /** Standard normals become velocities N(0, M^-1). */
    public void velocities(Slab normals) {
      coordinates.ifPresent(
          c -> c.add(normals, c.of(normals), i -> Math.sqrt(gamma / (gamma + stiffness[i])) - 1));
      MatrixStack all = MatrixStack.of(normals, 0, 1, normals.columns());
      kernels.scale(all, 1 / Math.sqrt(gamma), all);
    }

    /** V x of every chain, [chain][k]. */
    public double[][] inside(Slab x) {
      return coordinates.map(c -> c.of(x)).orElseGet(() -> new double[x.rows()][0]);
    }

    /** v'Mv of every chain. */
    public double[] energies(Slab velocity) {
      double[] energies = kernels.squaredDistance(velocity, zero);
      double[][] inside = coordinates.map(c -> c.of(velocity)).orElse(null);
      for (int chain = 0; chain < energies.length; chain++) {
        energies[chain] *= gamma;
        for (int i = 0; i < stiffness.length; i++) {
          energies[chain] += stiffness[i] * inside[chain][i] * inside[chain][i];
        }
      }
      return energies;
    }

    /**
     * What is missing of a kick -time M^-1 (nBeta g - (M - gamma) x) where -time nBeta g / gamma
     * has been added already.
     */
    public void correct(Slab x, Slab gradient, double nBeta, double time, Slab velocity) {
      coordinates.ifPresent(
          c -> {
            double[][] kick = c.of(x);
            double[][] force = c.of(gradient);
            for (int chain = 0; chain < kick.length; chain++) {
              for (int i = 0; i < stiffness.length; i++) {
                kick[chain][i] += nBeta / gamma * force[chain][i];
              }
            }
            c.add(velocity, kick, i -> time * stiffness[i] / (gamma + stiffness[i]));
          });
    }

    @Override
    public void close() {
      giveBack();
      zero.close();
      coordinates.ifPresent(c -> c.memory().close());
    }

    private interface Factor {
      double of(int direction);
    }

    /** Into the stiff directions and back. */
    private final class Coordinates {
      private final MatrixStack v;
      private final Slab memory;
      private final MatrixStack inside;

      Coordinates(MatrixStack v, Slab memory) {
        this.v = v;
        this.memory = memory;
        this.inside = MatrixStack.of(memory, 0, 1, memory.columns());
      }

      Slab memory() {
        return memory;
      }

      /** V x of every chain. */
      double[][] of(Slab x) {
        MatrixStack all = MatrixStack.of(x, 0, 1, x.columns());
        kernels.multiply(all, Transpose.NO, v, Transpose.YES, inside, 0);
        double[][] coordinates = new double[x.rows()][];
        Arrays.setAll(coordinates, memory::getRow);
        return coordinates;
      }

      /** x + V' (factor * coordinates) of every chain. */
      void add(Slab x, double[][] coordinates, Factor factor) {
        for (int chain = 0; chain < coordinates.length; chain++) {
          double[] row = coordinates[chain].clone();
          for (int i = 0; i < row.length; i++) {
            row[i] *= factor.of(i);
          }
          memory.setRow(chain, row);
        }
        MatrixStack all = MatrixStack.of(x, 0, 1, x.columns());
        kernels.multiply(inside, Transpose.NO, v, Transpose.NO, all, 1);
      }
    }
  }
}
