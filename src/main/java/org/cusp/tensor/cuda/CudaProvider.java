package org.cusp.tensor.cuda;

import java.util.Locale;
import java.util.Optional;
import org.bytedeco.cuda.global.cudart;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Memory;

/**
 * The kernels for an NVIDIA card ({@link CudaKernels}), Turing or newer with CUDA 13. Products in
 * single precision are IEEE ones.
 */
public final class CudaProvider implements KernelProvider {
  private static final double GIBIBYTE = 1L << 30;

  @Override
  public String id() {
    return "cuda";
  }

  @Override
  public Optional<String> obstacle() {
    return Card.OBSTACLE;
  }

  @Override
  public Kernels create() {
    return new CudaKernels(CudaDevice.get(), Products.Rounding.FLOAT32);
  }

  @Override
  public Memory memory() {
    return new CudaMemory();
  }

  @Override
  public boolean prefersWidePasses() {
    return true;
  }

  /** The card and its libraries, for people; only where there is no {@link #obstacle}. */
  public static String describe() {
    CudaDevice device = CudaDevice.get();
    synchronized (device) {
      device.enter();
      long[] memory = device.memory();
      return String.format(
          Locale.ROOT,
          "%s, compute capability %.1f, %.1f of %.1f GiB free, cuBLAS %d.%d; --kernels cuda",
          device.name(),
          device.computeCapability() / 10.0,
          memory[0] / GIBIBYTE,
          memory[1] / GIBIBYTE,
          device.products().version() / 10_000,
          device.products().version() % 10_000 / 100);
    }
  }

  /** A few milliseconds of a CPU core: below it launches cost more than they save. */
  @Override
  public double worthwhileFrom() {
    return 3e8;
  }

  /** Looked for once, and only where somebody asks. */
  static final class Card {
    /** CUDA 13 compiles for Turing and newer. */
    private static final int LEAST_CAPABILITY = 75;

    private static final int LEAST_DRIVER = 13000;

    static final Optional<String> OBSTACLE = obstacle();

    private Card() {}

    private static Optional<String> obstacle() {
      if (CudaProvider.class.getClassLoader().getResource("org/bytedeco/cuda/global/cudart.class")
          == null) {
        return Optional.of("its bindings are not on the class path (org.bytedeco:cuda)");
      }
      try {
        Optional<String> missing = CudaLibraries.load();
        return missing.isPresent() ? missing : unfit();
      } catch (LinkageError e) {
        return Optional.of(
            "the bindings to CUDA (org.bytedeco:cuda) do not load: " + e.getMessage());
      }
    }

    private static Optional<String> unfit() {
      int[] value = new int[1];
      int started = cudart.cuInit(0);
      if (started != 0 || cudart.cuDeviceGetCount(value) != 0 || value[0] == 0) {
        return Optional.of("the driver finds no NVIDIA card");
      }
      if (cudart.cuDriverGetVersion(value) == 0 && value[0] < LEAST_DRIVER) {
        return Optional.of(
            "the driver is for CUDA "
                + value[0] / 1000
                + "."
                + value[0] % 1000 / 10
                + "; CUDA 13 needs driver 580 or newer");
      }
      try {
        CudaDevice device = CudaDevice.get();
        synchronized (device) {
          device.enter();
          int capability = device.computeCapability();
          return capability < LEAST_CAPABILITY
              ? Optional.of(
                  device.name()
                      + " has compute capability "
                      + capability / 10.0
                      + "; CUDA 13 needs 7.5 (Turing). For older cards: mvn -Pcuda package, then"
                      + " --kernels nd4j")
              : Optional.empty();
        }
      } catch (CudaFailure e) {
        return Optional.of("the card cannot be used: " + e.getMessage());
      }
    }
  }
}
