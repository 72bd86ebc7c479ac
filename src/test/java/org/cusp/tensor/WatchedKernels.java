package org.cusp.tensor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The SIMD kernels as if they were on a device: what the body of a {@link StepLoop} does beside
 * calling kernels is taken down as a fault. Used by one thread.
 */
public final class WatchedKernels implements KernelProvider {
  private final KernelProvider simd = KernelProvider.named("simd");
  private final List<String> faults = new ArrayList<>();
  private boolean watching;
  private boolean inBody;
  private int kernelsRunning;
  private int bodies;

  /** From now on bodies are watched; the first runs of them may take memory. */
  public void watch() {
    watching = true;
    bodies = 0;
  }

  /** Bodies that have run since. */
  public int bodies() {
    return bodies;
  }

  /** What they did on the host. */
  public List<String> faults() {
    return faults;
  }

  @Override
  public String id() {
    return "watched";
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public Kernels create() {
    Kernels fast = simd.create();
    return (Kernels)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("loop")) {
                Runnable body = (Runnable) arguments[0];
                return (StepLoop) () -> run(body);
              }
              kernelsRunning++;
              try {
                return method.invoke(fast, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                kernelsRunning--;
              }
            });
  }

  private void run(Runnable body) {
    bodies++;
    inBody = true;
    try {
      body.run();
    } finally {
      inBody = false;
    }
  }

  @Override
  public Memory memory() {
    return new Watched();
  }

  /** So that a batch is not cut into shards, and all chains are in one pass. */
  @Override
  public boolean prefersWidePasses() {
    return true;
  }

  private void host(String what) {
    if (watching && inBody && kernelsRunning == 0) {
      String where =
          Arrays.stream(new Throwable().getStackTrace())
              .filter(frame -> !frame.getClassName().startsWith("org.cusp.tensor"))
              .findFirst()
              .map(StackTraceElement::toString)
              .orElse("");
      faults.add(what + " at " + where);
    }
  }

  private final class Watched implements Memory {
    @Override
    public String name() {
      return "watched";
    }

    @Override
    public Block allocate(Precision precision, int rows, int columns) {
      host("takes memory");
      long count = (long) rows * columns;
      Pointer start =
          precision == Precision.FLOAT32 ? new FloatPointer(count) : new DoublePointer(count);
      Pointer.memset(start, 0, count * precision.bytes());
      return new HostBlock(start, precision, rows, columns) {
        @Override
        public void load(long from, double[] out, int length) {
          host("reads");
          super.load(from, out, length);
        }

        @Override
        public void store(long from, double[] values, int length) {
          host("writes");
          super.store(from, values, length);
        }
      };
    }

    @Override
    public Ints allocateInts(int rows, int columns) {
      host("takes memory");
      return new HostInts(rows, columns) {
        @Override
        public void load(long from, int[] out, int length) {
          host("reads");
          super.load(from, out, length);
        }

        @Override
        public void store(long from, int[] values, int length) {
          host("writes");
          super.store(from, values, length);
        }
      };
    }
  }
}
