package org.cusp.tensor.cuda;

import org.cusp.tensor.StepLoop;

/**
 * Runs its body once, since memory is taken and kernels are compiled on the way; captures it the
 * second time; from then on repeats what was captured, one launch for all of it.
 */
final class CudaLoop implements StepLoop {
  private final CudaDevice device;
  private final Runnable body;
  private boolean ran;
  private CudaGraph graph;

  CudaLoop(CudaDevice device, Runnable body) {
    this.device = device;
    this.body = body;
  }

  @Override
  public void run() {
    synchronized (device) {
      device.enter();
      if (!ran) {
        body.run();
        ran = true;
      } else if (graph == null) {
        graph = device.capture(body);
        graph.launch();
      } else {
        graph.launch();
        graph.tick();
      }
    }
  }
}
