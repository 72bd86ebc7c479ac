package org.cusp.model;

import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.TargetKind;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/** A parametric law of the target given the input: a value, without memory or parameters. */
public interface Model {
  /** The name of its family, as in a spec file. */
  String type();

  /** What it is, in a few words for people, such as "tanh MLP 64-32-10". */
  default String describe() {
    return type();
  }

  /** The layout of the parameter vector. */
  ParamSpace parameters();

  /** The number of features of an input. */
  int inputs();

  /** How the features of an input are laid out. */
  default Shape inputShape() {
    return Shape.vector(inputs());
  }

  /**
   * Refuses inputs that it cannot take, such as tokens beyond a vocabulary.
   *
   * @param data of as many features as it has inputs
   */
  default void requireInputs(DataSet data) {}

  /** How many data these examples are: so many, or the positions of all sequences. */
  default int dataOf(DataSet data) {
    return Math.multiplyExact(data.n(), likelihood().dataOfExample());
  }

  /**
   * How many examples to take at a time where all are gone through: so many, or fewer where layers
   * of sequences would make more numbers of them than caches like.
   */
  default int sliceUpTo(int most) {
    return most;
  }

  /** About how many multiplications the outputs of an example take. */
  default double multiplications() {
    return size();
  }

  /** What is predicted. */
  default TargetKind targets() {
    return likelihood().targetKind();
  }

  Likelihood likelihood();

  /** Initial parameters, a pure function of the stream. */
  double[] initialise(RandomStream stream);

  /**
   * Binds the model to parameters.
   *
   * @param kernels used by this evaluator alone
   * @param w [chains, P]
   * @param capacity the largest batch
   */
  Evaluator evaluator(Kernels kernels, Slab w, int capacity);

  /**
   * As {@link #evaluator}, for steps of training, in which layers may take statistics of the batch.
   *
   * @param next (Output) [1, P]: each pass leaves there what the tensors of {@link #fixed} are
   *     after the step, and nothing else; of any size where there are none
   */
  default Evaluator training(Kernels kernels, Slab w, Slab next, int capacity) {
    return evaluator(kernels, w, capacity);
  }

  /**
   * Whether the outputs are M(w) x for some matrix M(w): then under Gaussian noise the second
   * moments of the data are sufficient ({@link SufficientData}).
   */
  default boolean isLinearInInputs() {
    return false;
  }

  /**
   * Tensors that are added to the outputs of a model with normal noise and do nothing else: adding
   * a constant to all targets and to these leaves every loss as it is.
   */
  default List<ParamSpace.Tensor> offsets() {
    return List.of();
  }

  /**
   * Tensors that are numbers of the function and no parameters, such as the running statistics of a
   * batch normalisation: they come with a checkpoint and stay as they are. A posterior is of a
   * {@link RestrictedModel} without them.
   */
  default List<ParamSpace.Tensor> fixed() {
    return List.of();
  }

  /** What a user should know about how it is computed here, a line each. */
  default List<String> remarks() {
    return List.of();
  }

  /** The number P of parameters. */
  default int size() {
    return parameters().size();
  }

  /** How many of them are parameters of a posterior: all but the fixed ones. */
  default int freeSize() {
    return size() - fixed().stream().mapToInt(ParamSpace.Tensor::size).sum();
  }

  /** Whether passes read or write numbers on the host, beside what the kernels do. */
  default boolean isOnHost() {
    return false;
  }
}
