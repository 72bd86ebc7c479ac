package org.cusp.foreign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.format.onnx.OnnxGraph;
import org.cusp.format.onnx.OnnxNode;

/**
 * Which operators of a graph come one after the other, and which lie side by side between a place
 * where the data part and one where they are joined. An operator that does not lead to the output
 * is left out. Each may be in one branch only: what two share is not a sum of branches.
 */
final class GraphPaths {
  private static final int MOST_NESTED = 64;

  /** What happens to the data. */
  sealed interface Item {}

  /** An operator on the data of this name. */
  record One(OnnxNode node, String data) implements Item {}

  /** An operator that joins what branches make of the same data, in the order of its inputs. */
  record Joined(OnnxNode node, List<List<Item>> branches) implements Item {}

  /**
   * What makes a tensor.
   *
   * @param data its inputs that are no constants
   * @param before the nearest tensor that all paths to this one lead through
   * @param depth how many of these there are from the input on
   */
  private record Made(OnnxNode node, List<String> data, String before, int depth) {}

  private final String input;
  private final GraphConstants constants;
  private final Map<String, Made> made = new HashMap<>();
  private final Set<OnnxNode> used = Collections.newSetFromMap(new IdentityHashMap<>());

  private GraphPaths(String input, GraphConstants constants) {
    this.input = input;
    this.constants = constants;
  }

  /**
   * From the one input to the one output.
   *
   * @param constants grows by what operators make of constants alone
   */
  static List<Item> of(OnnxGraph graph, GraphConstants constants) {
    String input = graph.inputs().keySet().iterator().next();
    GraphPaths paths = new GraphPaths(input, constants);
    graph.nodes().forEach(paths::read);
    String output = graph.outputs().get(0);
    if (!output.equals(input) && !paths.made.containsKey(output)) {
      throw new InvalidInput("no operator makes the output " + output + " of the input");
    }
    return paths.between(input, output, 0);
  }

  private void read(OnnxNode node) {
    if (node.outputs().isEmpty()) {
      throw new InvalidInput("operator " + node.operator() + " has no output");
    }
    String name = node.outputs().get(0);
    List<String> data = new ArrayList<>();
    for (String given : node.inputs()) {
      boolean constant = given.isEmpty() || constants.byName().containsKey(given);
      if (!constant && !given.equals(input) && !made.containsKey(given)) {
        throw new InvalidInput(
            "operator " + node.operator() + ": nothing before it makes " + given);
      }
      if (!constant) {
        data.add(given);
      }
    }
    if (data.isEmpty()) {
      constants.byName().put(name, constants.folded(node));
      return;
    }
    String before = data.stream().reduce(this::common).orElseThrow();
    if (made.put(name, new Made(node, data, before, depth(before) + 1)) != null) {
      throw new InvalidInput("two operators make " + name);
    }
  }

  private int depth(String tensor) {
    return tensor.equals(input) ? 0 : made.get(tensor).depth();
  }

  /** The nearest tensor that all paths to both lead through. */
  private String common(String a, String b) {
    String one = a;
    String other = b;
    while (!one.equals(other)) {
      if (depth(one) >= depth(other)) {
        one = made.get(one).before();
      } else {
        other = made.get(other).before();
      }
    }
    return one;
  }

  private List<Item> between(String from, String to, int nested) {
    if (nested > MOST_NESTED) {
      throw new InvalidInput("branches within branches, " + nested + " deep");
    }
    List<Item> items = new ArrayList<>();
    for (String at = to; !at.equals(from); at = made.get(at).before()) {
      Made it = made.get(at);
      if (!used.add(it.node())) {
        throw new InvalidInput(
            "operator "
                + it.node().operator()
                + " ("
                + at
                + ") feeds branches that are not joined in one place");
      }
      items.add(
          it.data().size() == 1
              ? new One(it.node(), it.data().get(0))
              : new Joined(
                  it.node(),
                  it.data().stream().map(end -> between(it.before(), end, nested + 1)).toList()));
    }
    Collections.reverse(items);
    return items;
  }
}
