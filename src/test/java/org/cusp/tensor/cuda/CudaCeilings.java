package org.cusp.tensor.cuda;

import java.util.Arrays;
import java.util.Locale;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/**
 * What the card can do: a copy, large products, and the products of the networks that are timed.
 */
public final class CudaCeilings {
  private static final int ROUNDS = 5;

  private CudaCeilings() {}

  /** Argument: the size of the large products. */
  public static void main(String[] args) {
    int size = args.length > 0 ? Integer.parseInt(args[0]) : 8192;
    CudaProvider provider = new CudaProvider();
    provider
        .obstacle()
        .ifPresent(
            why -> {
              System.out.println(why);
              System.exit(2);
            });
    CudaDevice device = CudaDevice.get();
    synchronized (device) {
      device.enter();
      System.out.printf(
          Locale.ROOT,
          "{\"stage\":\"card\",\"name\":\"%s\",\"capability\":%.1f,\"multiprocessors\":%d,\"gibibytes\":%.1f,\"cublas\":%d}%n",
          device.name(),
          device.computeCapability() / 10.0,
          device.multiprocessors(),
          device.memory()[1] / 1073741824.0,
          device.products().version());
    }
    copy(device, Math.min(2L << 30, (long) size * size * 32));
    Kernels exact = new CudaKernels(device, Products.Rounding.FLOAT32);
    Kernels fast = new CudaKernels(device, Products.Rounding.TF32);
    product("sgemm", exact, Precision.FLOAT32, 1, size, size, size);
    product("tf32", fast, Precision.FLOAT32, 1, size, size, size);
    product("dgemm", exact, Precision.FLOAT64, 1, size / 2, size / 2, size / 2);
    if (size >= 4096) {
      for (int chains : new int[] {16, 256, 1024}) {
        product("dln forward", exact, Precision.FLOAT32, chains, 500, 50, 50);
        product("dln gradient", exact, Precision.FLOAT32, chains, 50, 50, 500);
      }
      for (int chains : new int[] {4, 16, 64}) {
        product("mlp forward", exact, Precision.FLOAT32, chains, 512, 1024, 1024);
        product("mlp gradient", exact, Precision.FLOAT32, chains, 1024, 784, 512);
      }
      product("digits forward", exact, Precision.FLOAT32, 1024, 1400, 32, 64);
      product("digits gradient", exact, Precision.FLOAT32, 1024, 32, 64, 1400);
      product("digits output", exact, Precision.FLOAT32, 1024, 1400, 10, 32);
    }
  }

  private static void copy(CudaDevice device, long bytes) {
    synchronized (device) {
      long from = device.allocate(bytes);
      long to = device.allocate(bytes);
      device.clear(from, bytes);
      double seconds = median(device, () -> device.copy(from, to, bytes), 10);
      System.out.printf(
          Locale.ROOT,
          "{\"stage\":\"copy\",\"gigabytes\":%.2f,\"terabytesPerSecond\":%.3f}%n",
          bytes / 1e9,
          2 * bytes / seconds / 1e12);
      device.free(from);
      device.free(to);
    }
  }

  /** C = A B of m x k and k x n in every chain. */
  private static void product(
      String name, Kernels kernels, Precision precision, int chains, int m, int n, int k) {
    CudaDevice device = CudaDevice.get();
    try (Slab a = random(precision, chains, m * k, 1);
        Slab b = random(precision, chains, k * n, 2);
        Slab c = Slab.zeros(new CudaMemory(), precision, chains, m * n)) {
      MatrixStack left = MatrixStack.of(a, 0, m, k);
      MatrixStack right = MatrixStack.of(b, 0, k, n);
      MatrixStack target = MatrixStack.of(c, 0, m, n);
      synchronized (device) {
        double flops = 2.0 * chains * m * n * k;
        int repeats = (int) Math.max(1, Math.min(100, 1e12 / flops));
        double seconds =
            median(
                device,
                () -> kernels.multiply(left, Transpose.NO, right, Transpose.NO, target, 0),
                repeats);
        System.out.printf(
            Locale.ROOT,
            "{\"stage\":\"product\",\"what\":\"%s\",\"chains\":%d,\"m\":%d,\"n\":%d,\"k\":%d,\"microseconds\":%.1f,\"teraflops\":%.2f}%n",
            name,
            chains,
            m,
            n,
            k,
            seconds * 1e6,
            flops / seconds / 1e12);
      }
    }
  }

  private static Slab random(Precision precision, int chains, int columns, int number) {
    Slab slab = Slab.zeros(new CudaMemory(), precision, chains, columns);
    try (NoiseStreams noise = NoiseStreams.of(slab.memory(), streams(chains, number));
        Clock clock = Clock.in(slab.memory())) {
      new CudaKernels(CudaDevice.get(), Products.Rounding.FLOAT32).normals(slab, noise, clock);
    }
    return slab;
  }

  private static RandomStream[] streams(int chains, int number) {
    RandomStream[] streams = new RandomStream[chains];
    Arrays.setAll(streams, i -> RandomStream.of(number, Purpose.INPUTS, i));
    return streams;
  }

  /** Seconds of one call: the median of a few rounds of so many, after a warm-up. */
  private static double median(CudaDevice device, Runnable call, int repeats) {
    call.run();
    device.synchronise();
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < repeats; i++) {
        call.run();
      }
      device.synchronise();
      seconds[round] = (System.nanoTime() - start) / 1e9 / repeats;
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }
}
