package org.cusp.model.layer.sequence;

import java.util.Optional;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.Tensors;
import org.cusp.model.layer.Workspace;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.sequence.Heads;

/**
 * Attention bound to memory. Gradients of queries, keys and values take their places, that of what
 * comes out of the heads the place of that: they are not needed again.
 */
final class AttentionPass implements LayerPass {
  private final Kernels kernels;
  private final Heads heads;
  private final int width;
  private final Projection query;
  private final Projection key;
  private final Projection value;
  private final Projection output;
  private final Buffer mixed;
  private final Buffer moments;
  private final Optional<Table> table;
  private final Buffer inputGradient;
  private MatrixStack input;
  private MatrixStack read;
  private boolean wantsInner;

  AttentionPass(Attention layer, Binding binding) {
    Shape shape = binding.input();
    boolean inner = layer.biases().inner();
    this.kernels = binding.kernels();
    this.heads = layer.heads(shape);
    this.width = shape.width();
    int length = heads.positions();
    this.query = new Projection(binding, Attention.QUERY, inner, length * heads.queryWidth());
    this.key = new Projection(binding, Attention.KEY, inner, length * heads.keyWidth());
    this.value = new Projection(binding, Attention.VALUE, inner, length * heads.keyWidth());
    this.output = new Projection(binding, Attention.OUTPUT, layer.biases().output(), shape.size());
    this.mixed = binding.workspace().own(length * heads.queryWidth());
    this.moments = binding.workspace().own(2 * length * heads.queries());
    this.table = layer.turning().learned() > 0 ? Optional.of(new Table(binding)) : Optional.empty();
    this.inputGradient =
        binding.passesBack() || table.isEmpty()
            ? binding.inputGradient()
            : binding.workspace().own(shape.size());
  }

  @Override
  public MatrixStack forward(MatrixStack given) {
    int data = given.rows();
    input = given.cut(width);
    read = table.isPresent() ? table.get().addedTo(given).cut(width) : input;
    MatrixStack q = query.forward(read, data);
    MatrixStack k = key.forward(read, data);
    MatrixStack v = value.forward(input, data);
    MatrixStack o = mixed.rows(data).cut(heads.queryWidth());
    kernels.attend(heads, q, k, v, moments(data), o);
    output.forward(o, data);
    return output.values.rows(data);
  }

  private MatrixStack moments(int data) {
    return moments.rows(data).cut(2 * heads.queries());
  }

  @Override
  public boolean want(Tensors gradients) {
    boolean wantsQuery = query.want(gradients);
    boolean wantsKey = key.want(gradients);
    boolean wantsValue = value.want(gradients);
    boolean wantsTable = table.isPresent() && table.get().want(gradients);
    wantsInner = wantsQuery || wantsKey || wantsValue || wantsTable;
    return output.want(gradients) || wantsInner;
  }

  @Override
  public void gradients(MatrixStack delta) {
    int data = delta.rows();
    MatrixStack o = mixed.rows(data).cut(heads.queryWidth());
    output.gradients(delta.cut(width), o);
    if (wantsInner) {
      inner(delta.cut(width), o, data);
      if (table.isPresent() && table.get().isWanted()) {
        table.get().gradient(throughScores(data));
      }
    }
  }

  @Override
  public MatrixStack backward(MatrixStack delta) {
    int data = delta.rows();
    MatrixStack o = mixed.rows(data).cut(heads.queryWidth());
    output.gradients(delta.cut(width), o);
    inner(delta.cut(width), o, data);
    MatrixStack passed = throughScores(data);
    if (table.isPresent() && table.get().isWanted()) {
      table.get().gradient(passed);
    }
    value.back(passed.cut(width), data, 1);
    return passed;
  }

  /** Gradients of queries, keys and values, and those of their parameters that are wanted. */
  private void inner(MatrixStack delta, MatrixStack o, int data) {
    kernels.multiply(delta, Transpose.NO, output.weight, Transpose.NO, o, 0);
    MatrixStack q = query.rows(data);
    MatrixStack k = key.rows(data);
    MatrixStack v = value.rows(data);
    kernels.attendBackward(heads, q, k, v, moments(data), o);
    query.gradients(q, read);
    key.gradients(k, read);
    value.gradients(v, input);
  }

  /** The gradient with respect to what queries and keys read. */
  private MatrixStack throughScores(int data) {
    MatrixStack passed = inputGradient.rows(data);
    query.back(passed.cut(width), data, 0);
    key.back(passed.cut(width), data, 1);
    return passed;
  }

  /** z = x W^T + b with W of a part of the parameters. */
  private final class Projection {
    private final String name;
    private final MatrixStack weight;
    private final Optional<MatrixStack> bias;
    private final Buffer values;
    private Optional<MatrixStack> weightGradient = Optional.empty();
    private Optional<MatrixStack> biasGradient = Optional.empty();

    Projection(Binding binding, String name, boolean biased, int size) {
      this.name = name;
      this.weight = binding.value(name + Attention.WEIGHT);
      this.bias = biased ? Optional.of(binding.value(name + Attention.BIAS)) : Optional.empty();
      this.values = binding.workspace().own(size);
    }

    MatrixStack rows(int data) {
      return values.rows(data).cut(weight.rows());
    }

    MatrixStack forward(MatrixStack x, int data) {
      MatrixStack z = rows(data);
      kernels.multiply(x, Transpose.NO, weight, Transpose.YES, z, 0);
      bias.ifPresent(it -> kernels.addBias(z, it));
      return z;
    }

    boolean want(Tensors gradients) {
      weightGradient = gradients.matrix(name + Attention.WEIGHT);
      biasGradient = bias.flatMap(it -> gradients.matrix(name + Attention.BIAS));
      return weightGradient.isPresent() || biasGradient.isPresent();
    }

    void gradients(MatrixStack delta, MatrixStack x) {
      weightGradient.ifPresent(
          to -> kernels.multiply(delta, Transpose.YES, x, Transpose.NO, to, 0));
      biasGradient.ifPresent(to -> kernels.columnSums(delta, to));
    }

    void back(MatrixStack passed, int data, double beta) {
      kernels.multiply(rows(data), Transpose.NO, weight, Transpose.NO, passed, beta);
    }
  }

  /** What is added to what queries and keys read, a row for each position. */
  private final class Table {
    private final MatrixStack values;
    private final Buffer sum;
    private final int size;
    private Optional<MatrixStack> gradient = Optional.empty();

    Table(Binding binding) {
      Workspace workspace = binding.workspace();
      this.values = binding.value(Attention.POSITIONS);
      this.size = binding.input().size();
      this.sum = workspace.own(size);
    }

    /** The first positions as one row. */
    private MatrixStack used(MatrixStack all) {
      return MatrixStack.of(all.slab(), all.offset(), 1, size);
    }

    MatrixStack addedTo(MatrixStack x) {
      MatrixStack added = sum.rows(x.rows());
      kernels.scale(x, 1, added);
      kernels.addBias(added, used(values));
      return added;
    }

    boolean want(Tensors gradients) {
      gradient = gradients.matrix(Attention.POSITIONS);
      return gradient.isPresent();
    }

    boolean isWanted() {
      return gradient.isPresent();
    }

    void gradient(MatrixStack delta) {
      MatrixStack to = gradient.orElseThrow();
      kernels.columnSums(delta, used(to));
      if (to.size() > size) {
        kernels.scale(unused(values), 0, unused(to));
      }
    }

    private MatrixStack unused(MatrixStack all) {
      return MatrixStack.of(all.slab(), all.offset() + size, 1, all.size() - size);
    }
  }
}
