package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaMemory.address;
import static org.cusp.tensor.cuda.CudaMemory.stride;

import org.cusp.tensor.Activation;
import org.cusp.tensor.MatrixStack;

/** Biases and activations; a bias waits for the activation that mostly follows it. */
final class Activations {
  private final CudaDevice device;
  private final Grids grids;
  private Bias lastBias;

  Activations(CudaDevice device, Grids grids) {
    this.device = device;
    this.grids = grids;
  }

  private static Launch at(Launch launch, MatrixStack stack) {
    return launch.with(address(stack)).with(stride(stack));
  }

  private void entries(String name, MatrixStack stack, Launch launch) {
    launch.on(
        device.kernel(name, stack.slab().precision()),
        grids.entries(stack.size()),
        stack.slab().rows(),
        Grids.THREADS);
  }

  /** What {@link #addBias} asks for, done together with the activation where one follows. */
  private final class Bias implements Runnable {
    private final MatrixStack z;
    private final MatrixStack bias;

    Bias(MatrixStack z, MatrixStack bias) {
      this.z = z;
      this.bias = bias;
    }

    boolean isOf(MatrixStack other) {
      return address(z) == address(other) && z.size() == other.size() && z.count() == other.count();
    }

    @Override
    public void run() {
      entries("add_bias", z, at(at(device.launch(), z), bias).with(z.size()).with(z.columns()));
    }

    void runWith(Activation f, MatrixStack a) {
      Launch launch = at(at(device.launch().with(f.ordinal()), z), bias).with(z.columns());
      entries("bias_activate", z, at(launch, a).with(z.size()));
    }
  }

  void addBias(MatrixStack z, MatrixStack bias) {
    device.enter();
    lastBias = new Bias(z, bias);
    device.putOff(lastBias);
  }

  void activate(Activation f, MatrixStack z, MatrixStack a) {
    if (lastBias != null && lastBias.isOf(z) && device.takeOver(lastBias)) {
      device.enter();
      lastBias.runWith(f, a);
      return;
    }
    device.enter();
    entries("activate", z, at(at(device.launch().with(f.ordinal()), z), a).with(z.size()));
  }

  void activateBackward(Activation f, MatrixStack delta, MatrixStack saved) {
    device.enter();
    entries(
        "activate_backward",
        delta,
        at(at(device.launch().with(f.ordinal()), delta), saved).with(delta.size()));
  }
}
