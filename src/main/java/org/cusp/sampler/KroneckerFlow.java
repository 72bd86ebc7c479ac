package org.cusp.sampler;

import java.util.ArrayList;
import java.util.List;
import org.cusp.posterior.PosteriorPass;
import org.cusp.sampler.reference.KroneckerMass;
import org.cusp.sampler.reference.LinearStack;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/**
 * Leapfrog steps with the mass M of a deep linear network, momenta p ~ N(0, M), as velocities v =
 * M^-1 p in the eigenbases of its layers, where M is diagonal:
 *
 * <pre>v &lt;- v - (e/2) M^-1 grad U(x);  x &lt;- x + e v;  v &lt;- v - (e/2) M^-1 grad U(x)</pre>
 *
 * <p>A gradient goes into the bases and a drift comes out of them, two products of matrices a layer
 * each; what is diagonal is done in double.
 */
final class KroneckerFlow implements Dynamics {
  private final PosteriorPass pass;
  private final LinearStack stack;
  private final double gamma;
  private final double[] precisions;
  private final List<MatrixStack> ofInputs = new ArrayList<>();
  private final List<MatrixStack> ofOutputs = new ArrayList<>();
  private final Slab half;
  private final Slab inside;
  private final Slab energies;
  private final double[][] velocity;
  private final double[][] x;

  KroneckerFlow(PosteriorPass pass, KroneckerMass mass) {
    this.pass = pass;
    this.stack = mass.stack();
    this.gamma = pass.posterior().gamma();
    this.half = pass.w().zerosBeside(pass.chains(), pass.w().columns());
    this.inside = pass.w().zerosBeside(pass.chains(), pass.w().columns());
    this.energies = pass.w().doublesBeside(pass.chains(), 1);
    this.velocity = new double[pass.chains()][pass.w().columns()];
    this.x = new double[pass.chains()][];
    this.precisions = new double[pass.w().columns()];
    for (int layer = 0; layer < stack.layers(); layer++) {
      KroneckerMass.Factors factors = mass.factors().get(layer);
      ofInputs.add(stored(factors.ofInputs()));
      ofOutputs.add(stored(factors.ofOutputs()));
      double[] own = factors.precisions();
      System.arraycopy(own, 0, precisions, stack.offset(layer), own.length);
    }
  }

  private MatrixStack stored(double[][] rows) {
    int size = rows.length;
    Slab slab = pass.w().zerosBeside(1, size * size);
    for (int i = 0; i < size; i++) {
      slab.store(0, i * size, rows[i], size);
    }
    return MatrixStack.of(slab, 0, size, size);
  }

  private MatrixStack layer(Slab slab, int layer) {
    return MatrixStack.of(slab, stack.offset(layer), stack.rows(layer), stack.columns(layer));
  }

  /** Of every chain, in the eigenbases. */
  private double[][] coordinates(Slab of) {
    Kernels kernels = pass.kernels();
    for (int i = 0; i < stack.layers(); i++) {
      MatrixStack part = layer(half, i);
      kernels.multiply(ofOutputs.get(i), Transpose.YES, layer(of, i), Transpose.NO, part, 0);
      kernels.multiply(part, Transpose.NO, ofInputs.get(i), Transpose.NO, layer(inside, i), 0);
    }
    double[][] rows = new double[pass.chains()][];
    for (int chain = 0; chain < rows.length; chain++) {
      rows[chain] = inside.getRow(chain);
    }
    return rows;
  }

  @Override
  public void refresh(NoiseStreams noise, Clock clock) {
    pass.kernels().normals(inside, noise, clock);
    for (int chain = 0; chain < velocity.length; chain++) {
      velocity[chain] = inside.getRow(chain);
      for (int i = 0; i < precisions.length; i++) {
        velocity[chain][i] /= Math.sqrt(precisions[i]);
      }
    }
  }

  @Override
  public boolean isOnHost() {
    return true;
  }

  @Override
  public Slab kinetic() {
    for (int chain = 0; chain < velocity.length; chain++) {
      double energy = 0;
      for (int i = 0; i < precisions.length; i++) {
        energy += precisions[i] * velocity[chain][i] * velocity[chain][i];
      }
      energies.setRow(chain, new double[] {energy});
    }
    return energies;
  }

  @Override
  public void move(double nBeta, double timeStep, int steps) {
    place();
    kick(nBeta, timeStep / 2);
    for (int i = 0; i < steps; i++) {
      drift(timeStep);
      pass.evaluateAll();
      kick(nBeta, i + 1 < steps ? timeStep : timeStep / 2);
    }
  }

  private void place() {
    double[] centre = pass.posterior().centre();
    for (int chain = 0; chain < x.length; chain++) {
      double[] row = pass.w().getRow(chain);
      for (int i = 0; i < row.length; i++) {
        row[i] -= centre[i];
      }
      inside.setRow(chain, row);
    }
    System.arraycopy(coordinates(inside), 0, x, 0, x.length);
  }

  private void kick(double nBeta, double time) {
    double[][] gradient = coordinates(pass.gradient());
    for (int chain = 0; chain < x.length; chain++) {
      for (int i = 0; i < precisions.length; i++) {
        double force = nBeta * gradient[chain][i] + gamma * x[chain][i];
        velocity[chain][i] -= time * force / precisions[i];
      }
    }
  }

  private void drift(double time) {
    for (int chain = 0; chain < x.length; chain++) {
      double[] by = new double[precisions.length];
      for (int i = 0; i < by.length; i++) {
        by[i] = time * velocity[chain][i];
        x[chain][i] += by[i];
      }
      inside.setRow(chain, by);
    }
    Kernels kernels = pass.kernels();
    for (int i = 0; i < stack.layers(); i++) {
      MatrixStack part = layer(half, i);
      kernels.multiply(ofOutputs.get(i), Transpose.NO, layer(inside, i), Transpose.NO, part, 0);
      kernels.multiply(part, Transpose.NO, ofInputs.get(i), Transpose.YES, layer(pass.w(), i), 1);
    }
  }

  @Override
  public void close() {
    half.close();
    inside.close();
    energies.close();
    ofInputs.forEach(matrix -> matrix.slab().close());
    ofOutputs.forEach(matrix -> matrix.slab().close());
  }
}
