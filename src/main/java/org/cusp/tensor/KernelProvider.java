package org.cusp.tensor;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.openblas.global.openblas;
import org.cusp.contract.Nearest;

/**
 * The implementations of {@link Kernels}, by name. A new one is one line here. Each call of {@link
 * #create} gives an instance of its own, for one thread.
 */
public enum KernelProvider {
  SIMD("simd", SimdKernels::new),
  ND4J("nd4j", Nd4jKernels::new);

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private final String id;
  private final Supplier<Kernels> factory;

  KernelProvider(String id, Supplier<Kernels> factory) {
    this.id = id;
    this.factory = factory;
  }

  /** The name that a user types. */
  public String id() {
    return id;
  }

  /**
   * The SIMD kernels on a CPU backend with the vector module in the JVM; otherwise the ND4J ones.
   */
  public static KernelProvider best() {
    boolean vectors = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    return vectors && Backend.isCpu() ? SIMD : ND4J;
  }

  /** The provider with this name, or the best one for "auto". */
  public static KernelProvider named(String name) {
    if (name.equals("auto")) {
      return best();
    }
    for (KernelProvider provider : values()) {
      if (provider.id.equals(name)) {
        return provider;
      }
    }
    throw Nearest.unknown("kernels", name, List.of("auto", SIMD.id, ND4J.id));
  }

  /** A new instance, for use by one thread at a time. BLAS runs in the thread that calls it. */
  public Kernels create() {
    if (Backend.isCpu()) {
      openblas.blas_set_num_threads(1);
    }
    return factory.get();
  }

  /**
   * Whether a pass should hold all chains at once: an accelerator gains by it, a CPU core loses.
   */
  public boolean prefersWidePasses() {
    return !Backend.isCpu();
  }
}
