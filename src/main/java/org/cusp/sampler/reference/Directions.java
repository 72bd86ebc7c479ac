package org.cusp.sampler.reference;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/** Orthonormal directions, the rows of V [k, P]: shared by all passes and only read. */
interface Directions {
  /** The number k. */
  int count();

  /** What it takes to go into them and back, in operations of products of matrices. */
  double operations();

  /** For the chains of a pass. */
  OfPass of(Kernels kernels, Slab w);

  /** Frees them. */
  void free();

  /** Into the directions and back, with the working memory of a pass's chains. */
  interface OfPass extends AutoCloseable {
    /**
     * V x of every chain.
     *
     * @param coordinates (Output) [chains, k]
     */
    void project(Slab x, Slab coordinates);

    /**
     * x + V' c of every chain.
     *
     * @param x (Modified) [chains, P]
     */
    void addTo(Slab coordinates, Slab x);

    @Override
    void close();
  }
}
