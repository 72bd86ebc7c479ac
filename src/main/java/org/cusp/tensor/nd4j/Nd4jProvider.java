package org.cusp.tensor.nd4j;

import java.util.Optional;
import org.bytedeco.openblas.global.openblas;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Memory;

/** The kernels in plain ND4J operations ({@link Nd4jKernels}), on whatever backend it has. */
public final class Nd4jProvider implements KernelProvider {
  @Override
  public String id() {
    return "nd4j";
  }

  @Override
  public Optional<String> obstacle() {
    return Backend.isPresent()
        ? Optional.empty()
        : Optional.of("ND4J is not on the class path (org.nd4j:nd4j-native)");
  }

  @Override
  public Kernels create() {
    if (Backend.isCpu()) {
      openblas.blas_set_num_threads(1);
    }
    return new Nd4jKernels();
  }

  @Override
  public Memory memory() {
    return new Nd4jMemory();
  }

  @Override
  public boolean prefersWidePasses() {
    return !Backend.isCpu();
  }
}
