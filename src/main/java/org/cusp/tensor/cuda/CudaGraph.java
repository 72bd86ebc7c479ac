package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaDevice.ok;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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
    ok("cuGraphInstantiate", instantiated(graph));
    ok("cuGraphDestroy", cudart.cuGraphDestroy(graph));
  }

  /**
   * By name: the bindings to CUDA 11, with which ND4J's own backend is built (mvn -Pcuda), have
   * this function with other arguments, and these classes are compiled there too.
   */
  private int instantiated(CUgraph_st graph) {
    try {
      return (int)
          MethodHandles.publicLookup()
              .findStatic(
                  cudart.class,
                  "cuGraphInstantiate",
                  MethodType.methodType(
                      int.class, CUgraphExec_st.class, CUgraph_st.class, long.class))
              .invoke(ready, graph, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
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
