package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaDevice.ok;

import java.util.List;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.cusp.tensor.Clock;

/** Work that was captured, to be launched as one. */
final class CudaGraph {
  private final CUstream_st stream;
  private final CUgraphExec_st ready = new CUgraphExec_st();
  private final List<Clock> clocks;

  /**
   * @param graph taken over
   * @param clocks that it brings forward
   */
  CudaGraph(CUstream_st stream, CUgraph_st graph, List<Clock> clocks) {
    this.stream = stream;
    this.clocks = clocks;
    ok("cuGraphInstantiate", cudart.cuGraphInstantiate(ready, graph, 0L));
    ok("cuGraphDestroy", cudart.cuGraphDestroy(graph));
  }

  /** Puts it on the stream. */
  void launch() {
    ok("cuGraphLaunch", cudart.cuGraphLaunch(ready, stream));
  }

  /** Tells the clocks of another launch. */
  void tick() {
    clocks.forEach(Clock::ticked);
  }
}
