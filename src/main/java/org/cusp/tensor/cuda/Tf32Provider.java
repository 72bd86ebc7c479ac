package org.cusp.tensor.cuda;

import java.util.Optional;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Memory;

/**
 * {@link CudaProvider} with the factors of products in single precision rounded to TF32, for the
 * tensor cores: several times faster, with relative errors of about 3e-4 in a product.
 */
public final class Tf32Provider implements KernelProvider {
  private final CudaProvider plain = new CudaProvider();

  @Override
  public String id() {
    return plain.id() + ":tf32";
  }

  @Override
  public Optional<String> obstacle() {
    return plain.obstacle();
  }

  @Override
  public Kernels create() {
    return new CudaKernels(CudaDevice.get(), Products.Rounding.TF32);
  }

  @Override
  public Memory memory() {
    return plain.memory();
  }

  /** Never of itself: the rounding is the user's choice. */
  @Override
  public double worthwhileFrom() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public boolean prefersWidePasses() {
    return plain.prefersWidePasses();
  }
}
