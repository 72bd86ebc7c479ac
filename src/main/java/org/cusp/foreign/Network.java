package org.cusp.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.tensor.Workers;

/** A network whose function can be evaluated once its activation is known. */
public sealed interface Network permits Network.Stepwise, Layered {
  /** Numbers in an example. */
  int inputs();

  /** The axes of an example, where the network has more than one; none where any will do. */
  default List<Integer> axes() {
    return List.of();
  }

  /** Numbers in an answer. */
  int outputs();

  /** Its activation, where the file itself says it. */
  Optional<Nonlinearity> activation();

  /** Whether another activation is another function. */
  boolean dependsOnActivation();

  /**
   * The outputs for n examples, one row after the other.
   *
   * @param x n x inputs
   */
  Outputs outputs(Nonlinearity activation, double eps, double[] x, int n, Workers workers);

  /** Whether it takes examples of so many numbers. */
  default boolean takes(int features) {
    return inputs() == features;
  }

  /** This network for examples of so many numbers, which it takes. */
  default Network of(int features) {
    return this;
  }

  /** The activations that it may have. */
  default List<Nonlinearity> activations() {
    return List.of(Nonlinearity.values());
  }

  /** This and other networks that the same weights may be. */
  default List<Network> alternatives() {
    return List.of(this);
  }

  /** What was taken where the weights leave it open. */
  default Optional<String> inWords() {
    return Optional.empty();
  }

  /** A network that is steps, one example after the other. */
  sealed interface Stepwise extends Network permits Dense, Graph {
    /** The steps, the first acts on the inputs. */
    List<Step> steps(Nonlinearity activation, double eps);

    @Override
    default Outputs outputs(
        Nonlinearity activation, double eps, double[] x, int n, Workers workers) {
      return Outputs.of(steps(activation, eps), x, n, inputs(), outputs(), workers);
    }
  }

  /** The outputs for one example. */
  static double[] apply(List<Step> steps, double[] example) {
    double[] x = example;
    for (Step step : steps) {
      x = step.apply(x);
    }
    return x;
  }

  /** A dense layer, and the batch normalisation that follows it. */
  record DenseBlock(Step.Affine affine, Optional<Norm> norm) {}

  /** A batch normalisation in evaluation, its eps still open. */
  record Norm(double[] gamma, double[] beta, double[] mean, double[] variance) {
    Step step(double eps) {
      return Step.PerChannel.batchNorm(gamma, beta, mean, variance, eps);
    }
  }

  /**
   * Dense layers, the activation after each but the last.
   *
   * @param first a normalisation of the inputs
   * @param biased whether the file has a bias for every layer
   */
  record Dense(
      Optional<Norm> first,
      List<DenseBlock> blocks,
      boolean biased,
      Optional<Nonlinearity> activation)
      implements Stepwise {
    @Override
    public int inputs() {
      return blocks.get(0).affine().inputs();
    }

    @Override
    public int outputs() {
      return blocks.get(blocks.size() - 1).affine().bias().length;
    }

    /** Whether it has nothing but dense layers. */
    boolean isPlain() {
      return first.isEmpty() && blocks.stream().allMatch(block -> block.norm().isEmpty());
    }

    List<Integer> widths() {
      List<Integer> widths = new ArrayList<>();
      widths.add(inputs());
      blocks.forEach(block -> widths.add(block.affine().bias().length));
      return widths;
    }

    @Override
    public boolean dependsOnActivation() {
      return blocks.size() > 1;
    }

    @Override
    public List<Step> steps(Nonlinearity chosen, double eps) {
      List<Step> steps = new ArrayList<>();
      Step bent = Step.Elementwise.of(chosen);
      first.ifPresent(norm -> steps.add(norm.step(eps)));
      // A binary network binarises its inputs too.
      if (first.isPresent() && chosen == Nonlinearity.SIGN) {
        steps.add(bent);
      }
      for (int l = 0; l < blocks.size(); l++) {
        steps.add(blocks.get(l).affine());
        blocks.get(l).norm().ifPresent(norm -> steps.add(norm.step(eps)));
        if (l + 1 < blocks.size() && chosen != Nonlinearity.IDENTITY) {
          steps.add(bent);
        }
      }
      return steps;
    }
  }

  /**
   * A graph that says everything itself.
   *
   * @param chain its steps
   * @param layers the same function as layers of Cusp, but for a softmax at the end that a
   *     likelihood takes itself; empty where there are none
   */
  record Graph(List<Step> chain, int inputs, int outputs, Optional<Layered> layers)
      implements Stepwise {
    /** Whether it ends in probabilities or their logarithms, not in logits. */
    public boolean givesProbabilities() {
      return endsIn(Step.LogSoftmax.class) || endsIn(Step.Softmax.class);
    }

    private boolean endsIn(Class<? extends Step> last) {
      return !chain.isEmpty() && last.isInstance(chain.get(chain.size() - 1));
    }

    /** Its logits where it ends in probabilities, which a loss needs no more; else itself. */
    Graph withoutSoftmax() {
      return endsIn(Step.Softmax.class)
          ? new Graph(chain.subList(0, chain.size() - 1), inputs, outputs, layers)
          : this;
    }

    /** The same, and the layers that it is. */
    Graph as(Optional<Layered> found) {
      return new Graph(chain, inputs, outputs, found);
    }

    @Override
    public Optional<Nonlinearity> activation() {
      return Optional.empty();
    }

    @Override
    public boolean dependsOnActivation() {
      return false;
    }

    @Override
    public List<Step> steps(Nonlinearity chosen, double eps) {
      return chain;
    }

    /** The same as a plain multilayer perceptron, where it is one. */
    Optional<Dense> dense() {
      List<DenseBlock> blocks = new ArrayList<>();
      List<String> between = new ArrayList<>();
      for (int i = 0; i < chain.size(); i++) {
        boolean odd = i % 2 == 1;
        if (!odd && chain.get(i) instanceof Step.Affine affine) {
          blocks.add(new DenseBlock(affine, Optional.empty()));
        } else if (odd
            && chain.get(i) instanceof Step.Elementwise bent
            && bent.nonlinearity().isPresent()) {
          between.add(bent.name());
        } else {
          return Optional.empty();
        }
      }
      boolean biased = blocks.stream().anyMatch(block -> block.affine().hasBias());
      boolean alike = blocks.stream().allMatch(block -> block.affine().hasBias() == biased);
      boolean whole =
          alike && blocks.size() == between.size() + 1 && between.stream().distinct().count() <= 1;
      return whole
          ? Optional.of(
              new Dense(
                  Optional.empty(),
                  blocks,
                  biased,
                  between.stream().findFirst().map(Nonlinearity::named)))
          : Optional.empty();
    }
  }

  /** Whether all numbers of a matrix are -1 or +1. */
  static boolean isBinary(double[] weights) {
    return Arrays.stream(weights).allMatch(value -> value == 1 || value == -1);
  }
}
