package org.cusp.tensor.cuda;

import org.cusp.tensor.StepLoop;

/**
 * Runs its body once, since memory is taken and kernels are compiled on the way; captures it the
 * second time; from then on repeats what was captured, one launch for all of it. A body that needs
 * the host, as some layers do, runs as it is every time.
 */
final class CudaLoop implements StepLoop {
  private final CudaDevice device;
  private final Runnable body;
  private State state = State.NEW;
  private CudaGraph graph;

  private enum State {
    NEW,
    RAN,
    CAPTURED,
    ON_HOST
  }

  CudaLoop(CudaDevice device, Runnable body) {
    this.device = device;
    this.body = body;
  }

  @Override
  public void run() {
    synchronized (device) {
      device.enter();
      switch (state) {
        case NEW -> {
          body.run();
          state = State.RAN;
        }
        case RAN -> {
          capture();
          if (state == State.CAPTURED) {
            graph.launch();
          } else {
            body.run();
          }
        }
        case CAPTURED -> {
          graph.launch();
          graph.tick();
        }
        case ON_HOST -> body.run();
      }
    }
  }

  private void capture() {
    try {
      graph = device.capture(body);
      state = State.CAPTURED;
    } catch (NotCapturable e) {
      state = State.ON_HOST;
    }
  }
}
