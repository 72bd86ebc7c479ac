package org.cusp.tensor.simd;

import java.util.Optional;
import org.bytedeco.openblas.global.openblas;
import org.cusp.tensor.HostMemory;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Memory;
import org.cusp.tensor.nd4j.Backend;
import org.cusp.tensor.nd4j.Nd4jMemory;

/**
 * The kernels for a CPU ({@link SimdKernels}), on ND4J's tensors, or in plain host memory where
 * ND4J is not on the class path.
 */
public final class SimdProvider implements KernelProvider {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  @Override
  public String id() {
    return "simd";
  }

  @Override
  public Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return Optional.of("the JVM lacks '--add-modules " + VECTOR_MODULE + "'");
    }
    return Backend.isCpu()
        ? Optional.empty()
        : Optional.of("ND4J's backend on the class path is not for a CPU");
  }

  @Override
  public Kernels create() {
    openblas.blas_set_num_threads(1);
    return new SimdKernels();
  }

  @Override
  public Memory memory() {
    return Backend.isPresent() ? new Nd4jMemory() : new HostMemory();
  }

  @Override
  public boolean prefersWidePasses() {
    return false;
  }
}
