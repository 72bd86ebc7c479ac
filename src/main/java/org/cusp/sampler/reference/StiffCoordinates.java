package org.cusp.sampler.reference;

import java.util.Arrays;
import org.cusp.tensor.Slab;

/**
 * Into the stiff directions of a reference and back, with what its precision is there.
 *
 * @param v the directions; taken over
 * @param precision in their coordinates; taken over
 */
record StiffCoordinates(Directions.OfPass v, InsidePrecision precision) implements AutoCloseable {
  private Slab inside() {
    return precision.coordinates();
  }

  /** The coordinates of x of every chain. */
  void project(Slab x) {
    v.project(x, inside());
  }

  /** x + V' of the coordinates. */
  void addTo(Slab x) {
    v.addTo(inside(), x);
  }

  /** Standard normals become those of velocities, in units of the localisation's. */
  void spread(Slab normals) {
    project(normals);
    precision.spread();
    addTo(normals);
  }

  void addEnergies(Slab velocity) {
    project(velocity);
    precision.addEnergies();
  }

  double[][] read(Slab x) {
    project(x);
    double[][] read = new double[x.rows()][];
    Arrays.setAll(read, inside()::getRow);
    return read;
  }

  @Override
  public void close() {
    v.close();
    precision.close();
  }
}
