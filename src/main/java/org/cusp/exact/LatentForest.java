package org.cusp.exact;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.hipparchus.fraction.BigFraction;

/**
 * A Gaussian latent forest whose leaves 1, ..., v are observed, when the truth is a subforest:
 * {@code lambda = dim(truth) / 2 + w / 4} with w the sum, over the edges that the truth lacks, of
 * the number of their ends that are leaves or nodes of the truth; {@code m = 1 +} the number of
 * nodes of degree 2 that are neither.
 *
 * <p>Source: M. Drton, S. Lin, L. Weihs, P. Zwiernik, Marginal likelihood and model selection for
 * Gaussian latent tree and forest models, Bernoulli 23 (2017) 1202, doi:10.3150/15-BEJ775.
 *
 * @param leaves v, at least 1: the nodes 1, ..., v
 * @param edges of the forest; inner nodes have numbers above v
 * @param trueEdges a subset of the edges that leaves no inner node with a single edge
 */
public record LatentForest(int leaves, List<Edge> edges, List<Edge> trueEdges)
    implements ClosedForm {

  /** An edge between two nodes, the smaller number first. */
  public record Edge(int from, int to) {
    /** The edge written as {@code a-b}. */
    static Edge parse(String text) {
      try {
        String[] ends = text.split("-", 2);
        int a = Integer.parseInt(ends[0]);
        int b = Integer.parseInt(ends.length > 1 ? ends[1] : "");
        return new Edge(Math.min(a, b), Math.max(a, b));
      } catch (NumberFormatException e) {
        throw new InvalidInput("edge '" + text + "' must be two node numbers such as 1-5", e);
      }
    }

    @Override
    public String toString() {
      return from + "-" + to;
    }
  }

  private static final int MOST_LEAVES = 1_000_000;

  public LatentForest {
    edges = List.copyOf(edges);
    trueEdges = List.copyOf(trueEdges);
    Check.inRange("leaves", leaves, 1, MOST_LEAVES);
    requireForest("edges", edges, leaves);
    requireForest("true", trueEdges, leaves);
    for (Edge edge : trueEdges) {
      if (!edges.contains(edge)) {
        throw new InvalidInput("true edge " + edge + " is not among the edges of the forest");
      }
    }
  }

  private static void requireForest(String name, List<Edge> edges, int leaves) {
    Map<Integer, Integer> root = new TreeMap<>();
    for (Edge edge : edges) {
      if (edge.from() < 1) {
        throw new InvalidInput(name + ": node numbers start at 1, got edge " + edge);
      }
      int a = find(root, edge.from());
      int b = find(root, edge.to());
      if (a == b) {
        throw new InvalidInput(name + ": edge " + edge + " closes a cycle; expected a forest");
      }
      root.put(a, b);
    }
    degrees(edges)
        .forEach(
            (node, degree) -> {
              if (node <= leaves ? degree > 1 : degree < 2) {
                throw new InvalidInput(
                    name
                        + ": "
                        + (node <= leaves ? "leaf " : "inner node ")
                        + node
                        + " has "
                        + degree
                        + " edges, expected "
                        + (node <= leaves ? "at most 1" : "at least 2"));
              }
            });
  }

  private static int find(Map<Integer, Integer> root, int node) {
    int top = node;
    while (root.containsKey(top)) {
      top = root.get(top);
    }
    return top;
  }

  private static Map<Integer, Integer> degrees(List<Edge> edges) {
    Map<Integer, Integer> degrees = new TreeMap<>();
    for (Edge edge : edges) {
      degrees.merge(edge.from(), 1, Integer::sum);
      degrees.merge(edge.to(), 1, Integer::sum);
    }
    return degrees;
  }

  @Override
  public Rlct rlct() {
    Map<Integer, Integer> trueDegrees = degrees(trueEdges);
    Set<Integer> kept = new HashSet<>(trueDegrees.keySet());
    for (int leaf = 1; leaf <= leaves; leaf++) {
      kept.add(leaf);
    }
    long passed =
        trueDegrees.entrySet().stream()
            .filter(node -> node.getKey() > leaves && node.getValue() == 2)
            .count();
    long w =
        edges.stream()
            .filter(edge -> !trueEdges.contains(edge))
            .mapToLong(
                edge -> (kept.contains(edge.from()) ? 1 : 0) + (kept.contains(edge.to()) ? 1 : 0))
            .sum();
    long loose =
        degrees(edges).entrySet().stream()
            .filter(node -> node.getValue() == 2 && !kept.contains(node.getKey()))
            .count();
    BigFraction dimension = new BigFraction(leaves + trueEdges.size() - passed);
    return Rlct.exact(
        Fractions.half(dimension).add(Fractions.of(w, 4)),
        1 + (int) loose,
        "Drton, Lin, Weihs and Zwiernik 2017, Bernoulli 23:1202, doi:10.3150/15-BEJ775");
  }

  @Override
  public List<String> conditions() {
    return List.of("Gaussian data, a positive prior, a generic truth of the subforest");
  }
}
