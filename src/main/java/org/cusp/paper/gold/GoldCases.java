package org.cusp.paper.gold;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.paper.linear.NetworkClass;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.TrainedNetwork;

/** The cases, the quickest first: a line for each. */
final class GoldCases {
  private static final List<String> EITHER = List.of("split-hmc", "hmc");

  /** Where the step of plain HMC collapses: another length of the trajectories. */
  private static final List<String> TWO_ANGLES = List.of("split-hmc", "split-hmc:angle=1.2");

  private static final List<String> CLASSIFIERS = List.of("lau2023-llc", "devinterp");
  private static final List<String> ADDITION =
      List.of("devinterp-grokking", "panickssery2023-modular");
  private static final List<String> LINEAR = List.of("furman2024-10k");
  private static final List<String> LARGE_LINEAR = List.of("furman2024-100k");
  private static final List<Gamma> OR_WEAKER = List.of(Gamma.DEFAULT, Gamma.QUARTER);

  /** The field's strengths: of MNIST, of modular addition, of deep linear networks. */
  private static final List<Gamma> OR_100 = List.of(Gamma.DEFAULT, Gamma.of(100));

  private static final List<Gamma> OR_5 = List.of(Gamma.DEFAULT, Gamma.of(5));
  private static final List<Gamma> OR_1 = List.of(Gamma.DEFAULT, Gamma.of(1));
  private static final double MINUTE = 60;

  /** Data of the largest: in a tenth of the memory that a hundred thousand would take. */
  private static final int FEWER_DATA = 20_000;

  private final Map<String, TrainedNetwork> networks = new LinkedHashMap<>();
  private final long seed;

  private GoldCases(long seed) {
    this.seed = seed;
  }

  static List<GoldCase> of(Size size, long seed) {
    GoldCases cases = new GoldCases(seed);
    return size == Size.FULL ? cases.full() : cases.quick();
  }

  private List<GoldCase> full() {
    return List.of(
        trained("digits-tanh", "digits.yaml", 3000, OR_WEAKER, CLASSIFIERS, 10),
        trained("digits-relu", "gold/digits-relu.yaml", 3000, OR_WEAKER, CLASSIFIERS, 10),
        linear("dln-1k", 0, 11, 100_000, LINEAR, 10),
        trained("modadd-memorised", "gold/modular-addition.yaml", 500, OR_5, ADDITION, 10),
        trained("modadd-grokked", "gold/modular-addition.yaml", 10_000, OR_5, ADDITION, 10),
        trained("mnist-32", "gold/mnist-32.yaml", 3000, OR_100, CLASSIFIERS, 30),
        linear("dln-10k", 1, 7, 100_000, LINEAR, 60),
        trained("mnist-256", "gold/mnist-256.yaml", 3000, OR_100, CLASSIFIERS, 120),
        linear("dln-100k", 2, 0, FEWER_DATA, LARGE_LINEAR, 240));
  }

  private List<GoldCase> quick() {
    return List.of(
        problem("rrr", "rrr:inputs=4,outputs=3,hidden=2,rank=1,n=500", LINEAR),
        problem("dln", "dln:widths=4x3x4,rank=2,n=1000,noise=0", LINEAR));
  }

  private GoldCase trained(
      String name,
      String spec,
      long step,
      List<Gamma> gammas,
      List<String> recipes,
      double minutes) {
    TrainedNetwork network = networks.computeIfAbsent(spec, file -> new TrainedNetwork(file, seed));
    return new GoldCase(
        name,
        new Checkpoint.Trained(network, spec, seed, step),
        gammas,
        name.equals("mnist-256") ? TWO_ANGLES : EITHER,
        recipes,
        MINUTE * minutes);
  }

  /** Network {@code index} of a class, at its true parameter. */
  private GoldCase linear(
      String name, int type, int index, int n, List<String> recipes, double minutes) {
    NetworkClass of = NetworkClass.ALL.get(type);
    String problem = NetworkClass.problem(of.draw(index, seed), n, 0);
    return new GoldCase(
        name, new Checkpoint.Truth(problem, seed + index), OR_1, EITHER, recipes, MINUTE * minutes);
  }

  private GoldCase problem(String name, String problem, List<String> recipes) {
    return new GoldCase(
        name, new Checkpoint.Truth(problem, seed), List.of(Gamma.DEFAULT), EITHER, recipes, MINUTE);
  }
}
