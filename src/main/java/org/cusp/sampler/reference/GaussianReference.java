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
 * directions that are written out, far less for all directions of {@link TensorBases}. What
 * directions have to do with each other may be known too: with D = gamma + d
 *
 * <pre>M = gamma (I - V'V) + V' D^1/2 (I + W' diag(s) W) D^1/2 V,  W [h, k] with orthonormal rows
 * </pre>
 *
 * <p>Shared by all passes and only read; what a pass does with it is {@link OfPass}, and the last
 * one of these to close frees V.
 */
public final class GaussianReference {
  private final double gamma;
  private final double[] stiffness;
  private final Optional<Directions> directions;
  private final Optional<Coupling> coupling;
  private int users;

  private GaussianReference(
      double gamma,
      double[] stiffness,
      Optional<Directions> directions,
      Optional<Coupling> coupling) {
    if (!(gamma > 0)) {
      throw new InvalidInput(
          "a Gaussian reference needs a localisation: gamma must be above 0, got " + gamma);
    }
    this.gamma = gamma;
    this.stiffness = stiffness;
    this.directions = directions;
    this.coupling = coupling;
  }

  /** The localisation alone. */
  public static GaussianReference isotropic(double gamma) {
    return new GaussianReference(gamma, new double[0], Optional.empty(), Optional.empty());
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
    return of(gamma, stiffness, directions, Optional.empty());
  }

  /** With what the directions have to do with each other; takes both over. */
  static GaussianReference of(
      double gamma, double[] stiffness, Directions directions, Optional<Coupling> coupling) {
    Check.equal("stiff directions", directions.count(), stiffness.length);
    return new GaussianReference(gamma, stiffness.clone(), Optional.of(directions), coupling);
  }

  /** With precisions beyond gamma so many times larger; takes the directions of this one over. */
  GaussianReference scaled(double factor) {
    double[] all = Arrays.stream(stiffness).map(d -> factor * d).toArray();
    return new GaussianReference(gamma, all, directions, coupling);
  }

  /** The number k of stiff directions. */
  public int rank() {
    return stiffness.length;
  }

  /** Of going into the stiff directions and back. */
  double operations() {
    return directions.map(Directions::operations).orElse(0.0);
  }

  /** d, precisions of the stiff directions beyond gamma. */
  public double[] stiffness() {
    return stiffness.clone();
  }

  /** The number h of directions in which the stiff ones have to do with each other. */
  public int shared() {
    return coupling.map(Coupling::count).orElse(0);
  }

  /** The precision of the stiffest direction, by itself. */
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
      coupling.ifPresent(Coupling::free);
    }
  }

  private static final Update SCALE =
      Update.named("scale").set(0, Term.value(0).times(Term.factor(0)));

  /** This reference, with the working memory of a pass's chains. */
  public final class OfPass implements AutoCloseable {
    private final Kernels kernels;
    private final Slab zero;
    private final Slab energies;
    private final Move scale;
    private final Optional<StiffCoordinates> coordinates;

    private OfPass(Kernels kernels, Slab w) {
      this.kernels = kernels;
      this.zero = w.zerosBeside(1, w.columns());
      this.energies = w.doublesBeside(w.rows(), 1);
      this.scale = Move.of(SCALE, new double[] {gamma}, energies);
      this.coordinates =
          directions.map(
              v ->
                  new StiffCoordinates(
                      v.of(kernels, w),
                      coupling.isPresent()
                          ? new CoupledPrecision(
                              kernels, gamma, w, stiffness, coupling.get(), energies)
                          : new OwnPrecision(kernels, gamma, w, stiffness, energies)));
    }

    /**
     * From now on the precisions beyond gamma are so many times those of the reference; what
     * directions have to do with each other stays.
     */
    public void scale(double factor) {
      double[] all = Arrays.stream(stiffness).map(d -> factor * d).toArray();
      coordinates.ifPresent(c -> c.precision().stiffness(all));
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
      private final Optional<StiffCoordinates> stiff;
      private final Optional<Move> pull;
      private final Optional<InsidePrecision.Missing> correct;

      private Correction(Kicked of, Slab velocity, Slab spare, Optional<StiffCoordinates> stiff) {
        this.of = of;
        this.velocity = velocity;
        this.spare = spare;
        this.stiff = stiff;
        this.pull =
            stiff.map(c -> Move.of(Update.LINEAR, new double[] {1, 0}, spare, of.gradient()));
        this.correct = stiff.map(c -> c.precision().missing());
      }

      /** For the next runs; between two steps. */
      public void set(double nBeta, double time) {
        pull.ifPresent(move -> move.set(new double[] {1, nBeta / gamma}));
        correct.ifPresent(missing -> missing.set(time));
      }

      /** Corrects the velocity of every chain. */
      public void run() {
        stiff.ifPresent(
            c -> {
              kernels.accumulate(spare, 0, of.x(), 1);
              kernels.update(pull.orElseThrow());
              c.project(spare);
              correct.orElseThrow().run();
              c.addTo(velocity);
            });
      }

      @Override
      public void close() {
        pull.ifPresent(Move::close);
        correct.ifPresent(InsidePrecision.Missing::close);
      }
    }

    @Override
    public void close() {
      giveBack();
      zero.close();
      scale.close();
      energies.close();
      coordinates.ifPresent(StiffCoordinates::close);
    }
  }
}
