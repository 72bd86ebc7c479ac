package org.cusp.sampler.reference;

import java.util.Arrays;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * A Gaussian around w* that has the localisation's width everywhere but in some stiff directions:
 * its precision is
 *
 * <pre>M = gamma I + V' diag(d) V,  V [k, P] with orthonormal rows</pre>
 *
 * <p>so that M, its inverse and their roots cost two products with V: 4 k P operations for a few
 * directions that are written out, far less for all directions of {@link TensorBases}. Shared by
 * all passes and only read; what a pass does with it is {@link OfPass}, and the last one of these
 * to close frees V.
 */
public final class GaussianReference {
  private final double gamma;
  private final double[] stiffness;
  private final Optional<Directions> directions;
  private int users;

  private GaussianReference(double gamma, double[] stiffness, Optional<Directions> directions) {
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
    return of(gamma, stiffness, new StiffRows(directions));
  }

  static GaussianReference of(double gamma, double[] stiffness, Directions directions) {
    Check.equal("stiff directions", directions.count(), stiffness.length);
    return new GaussianReference(gamma, stiffness.clone(), Optional.of(directions));
  }

  /** With precisions beyond gamma so many times larger; takes the directions of this one over. */
  GaussianReference scaled(double factor) {
    double[] all = Arrays.stream(stiffness).map(d -> factor * d).toArray();
    return new GaussianReference(gamma, all, directions);
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
      directions.get().free();
    }
  }

  /** Operands: coordinates, stiffness; factor gamma. */
  private static final Update SPREAD =
      Update.named("spread")
          .set(
              0,
              Term.value(0)
                  .times(
                      Term.factor(0)
                          .over(Term.factor(0).plus(Term.value(1)))
                          .root()
                          .minus(Term.constant(1))))
          .inDouble();

  private static final Update SCALE =
      Update.named("scale").set(0, Term.value(0).times(Term.factor(0)));

  /** Operands: coordinates, stiffness; adds the energy of the stiff directions. */
  private static final Update ENERGY =
      Update.named("stiff-energy")
          .with(new Update.Sum.Added(Term.value(1).times(Term.value(0)).times(Term.value(0))))
          .inDouble();

  /** Operands: coordinates of x + (nBeta/gamma) g, stiffness; factors time, gamma. */
  private static final Update CORRECT =
      Update.named("correct")
          .set(
              0,
              Term.value(0)
                  .times(
                      Term.factor(0).times(Term.value(1)).over(Term.factor(1).plus(Term.value(1)))))
          .inDouble();

  /** This reference, with the working memory of a pass's chains. */
  public final class OfPass implements AutoCloseable {
    private final Kernels kernels;
    private final Slab zero;
    private final Slab energies;
    private final Move scale;
    private final Optional<Coordinates> coordinates;

    private OfPass(Kernels kernels, Slab w) {
      this.kernels = kernels;
      this.zero = w.zerosBeside(1, w.columns());
      this.energies = w.doublesBeside(w.rows(), 1);
      this.scale = Move.of(SCALE, new double[] {gamma}, energies);
      this.coordinates = directions.map(v -> new Coordinates(v, w));
    }

    /** From now on the precisions beyond gamma are so many times those of the reference. */
    public void scale(double factor) {
      coordinates.ifPresent(c -> c.scale(factor));
    }

    /** Standard normals become velocities N(0, M^-1). */
    public void velocities(Slab normals) {
      coordinates.ifPresent(c -> c.spread(normals));
      MatrixStack all = MatrixStack.of(normals, 0, 1, normals.columns());
      kernels.scale(all, 1 / Math.sqrt(gamma), all);
    }

    /** V x of every chain, [chain][k]; on the host. */
    public double[][] inside(Slab x) {
      return coordinates.map(c -> c.read(x)).orElseGet(() -> new double[x.rows()][0]);
    }

    /** v'Mv of every chain: the same slab at every call, in double, [chains, 1]. */
    public Slab energies(Slab velocity) {
      kernels.squaredDistance(velocity, zero, energies);
      kernels.update(scale);
      coordinates.ifPresent(c -> c.addEnergies(velocity));
      return energies;
    }

    /**
     * What is missing of a kick -time M^-1 (nBeta g - (M - gamma) x) where -time nBeta g / gamma
     * has been added already: time V' (d / (gamma + d)) V (x + (nBeta/gamma) g).
     *
     * @param of x and g
     * @param velocity (Modified)
     * @param spare of the same shape (Modified)
     */
    public Correction correction(Kicked of, Slab velocity, Slab spare) {
      return new Correction(of, velocity, spare, coordinates);
    }

    /** Of every chain where it is kicked: w - w* and the gradient of L_n there. */
    public record Kicked(Slab x, Slab gradient) {}

    /** A correction of a velocity, bound to memory. */
    public final class Correction implements AutoCloseable {
      private final Kicked of;
      private final Slab velocity;
      private final Slab spare;
      private final Optional<Coordinates> stiff;
      private final Optional<Move> pull;
      private final Optional<Move> correct;

      private Correction(Kicked of, Slab velocity, Slab spare, Optional<Coordinates> stiff) {
        this.of = of;
        this.velocity = velocity;
        this.spare = spare;
        this.stiff = stiff;
        this.pull =
            stiff.map(c -> Move.of(Update.LINEAR, new double[] {1, 0}, spare, of.gradient()));
        this.correct = stiff.map(c -> Move.of(CORRECT, new double[2], c.inside, c.stiffness));
      }

      /** For the next runs; between two steps. */
      public void set(double nBeta, double time) {
        pull.ifPresent(move -> move.set(new double[] {1, nBeta / gamma}));
        correct.ifPresent(move -> move.set(new double[] {time, gamma}));
      }

      /** Corrects the velocity of every chain. */
      public void run() {
        stiff.ifPresent(
            c -> {
              kernels.accumulate(spare, 0, of.x(), 1);
              kernels.update(pull.orElseThrow());
              c.project(spare, c.inside);
              kernels.update(correct.orElseThrow());
              c.addTo(velocity);
            });
      }

      @Override
      public void close() {
        pull.ifPresent(Move::close);
        correct.ifPresent(Move::close);
      }
    }

    @Override
    public void close() {
      giveBack();
      zero.close();
      scale.close();
      energies.close();
      coordinates.ifPresent(Coordinates::close);
    }

    /** Into the stiff directions and back. */
    private final class Coordinates implements AutoCloseable {
      private final Directions.OfPass v;
      private final Slab inside;
      private final Slab stiffness;
      private final Move spread;
      private final Move energy;

      Coordinates(Directions directions, Slab w) {
        int k = directions.count();
        this.v = directions.of(kernels, w);
        this.inside = w.zerosBeside(w.rows(), k);
        this.stiffness = w.doublesBeside(1, k);
        stiffness.setRow(0, GaussianReference.this.stiffness);
        this.spread = Move.of(SPREAD, new double[] {gamma}, inside, stiffness);
        this.energy = Move.of(ENERGY, new double[0], inside, stiffness).summing(energies);
      }

      void scale(double factor) {
        double[] all = GaussianReference.this.stiffness;
        stiffness.setRow(0, Arrays.stream(all).map(d -> factor * d).toArray());
      }

      /** V x of every chain. */
      void project(Slab x, Slab into) {
        v.project(x, into);
      }

      /** x + V' of what is inside. */
      void addTo(Slab x) {
        v.addTo(inside, x);
      }

      void spread(Slab normals) {
        project(normals, inside);
        kernels.update(spread);
        addTo(normals);
      }

      void addEnergies(Slab velocity) {
        project(velocity, inside);
        kernels.update(energy);
      }

      double[][] read(Slab x) {
        project(x, inside);
        double[][] read = new double[x.rows()][];
        Arrays.setAll(read, inside::getRow);
        return read;
      }

      @Override
      public void close() {
        v.close();
        spread.close();
        energy.close();
        inside.close();
        stiffness.close();
      }
    }
  }
}
