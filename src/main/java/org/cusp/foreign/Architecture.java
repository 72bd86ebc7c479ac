package org.cusp.foreign;

import java.util.List;
import java.util.Optional;

/**
 * What kind of network a file shows.
 *
 * @param name in a few words, such as {@code mlp 784-128-64-10}, or {@code not recognised: ...}
 * @param function what is known of the function; empty where it cannot be evaluated
 * @param notes what was assumed
 * @param missing what a learning coefficient needs beyond the file; empty where nothing
 */
public record Architecture(
    String name, Optional<Network> function, List<String> notes, List<String> missing) {
  /** The widths, where it is a multilayer perceptron that Cusp's own model can be. */
  public Optional<List<Integer>> mlpWidths() {
    return function
        .filter(network -> network instanceof Network.Dense dense && dense.isPlain())
        .map(network -> ((Network.Dense) network).widths());
  }

  /** The layers of Cusp that are sampled, where it is such. */
  public Optional<Layered> layered() {
    return function.flatMap(
        network ->
            network instanceof Network.Graph graph
                ? graph.layers()
                : Optional.of(network).filter(Layered.class::isInstance).map(Layered.class::cast));
  }
}
