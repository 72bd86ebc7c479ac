package org.cusp.model.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Evaluator;
import org.cusp.model.ParamSpace;
import org.cusp.model.PlacedEvaluator;
import org.cusp.model.PlacedModel;
import org.cusp.model.Places;
import org.cusp.model.RestrictedModel;
import org.cusp.model.Restriction;
import org.cusp.model.TensorPattern;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.junit.jupiter.api.Test;

/** A model and a layer from another package, by what is public alone. */
class OutsideModelTest {
  /** y = a x + b, two tensors. */
  private record Line() implements PlacedModel {
    @Override
    public String type() {
      return "line";
    }

    @Override
    public ParamSpace parameters() {
      ParamSpace.Builder space = new ParamSpace.Builder();
      space.add("a", 1, 1);
      space.add("b", 1);
      return space.build();
    }

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public Likelihood likelihood() {
      return new Likelihood.Gaussian(1, 1);
    }

    @Override
    public double[] initialise(RandomStream stream) {
      return new double[2];
    }

    @Override
    public PlacedEvaluator placed(Kernels kernels, Places values, int capacity) {
      List<ParamSpace.Tensor> tensors = parameters().tensors();
      Slab memory = values.zerosBeside(capacity);
      return new PlacedEvaluator() {
        @Override
        public MatrixStack outputs(Batch batch) {
          MatrixStack y = MatrixStack.of(memory, 0, batch.size(), 1);
          MatrixStack a = values.matrix(tensors.get(0)).orElseThrow();
          kernels.multiply(batch.inputs(), Transpose.NO, a, Transpose.YES, y, 0);
          kernels.addBias(y, values.matrix(tensors.get(1)).orElseThrow());
          return y;
        }

        @Override
        public void losses(Batch batch, Slab losses) {
          likelihood().losses(kernels, outputs(batch), batch.targets(), 0, losses);
        }

        @Override
        public void lossesAndGradient(Batch batch, Places gradient, Slab losses) {
          MatrixStack d = outputs(batch);
          likelihood().losses(kernels, d, batch.targets(), 1.0 / batch.size(), losses);
          gradient
              .matrix(tensors.get(0))
              .ifPresent(
                  to -> kernels.multiply(d, Transpose.YES, batch.inputs(), Transpose.NO, to, 0));
          gradient.matrix(tensors.get(1)).ifPresent(to -> kernels.columnSums(d, to));
        }

        @Override
        public void close() {
          memory.close();
        }
      };
    }
  }

  /** Losses (a x + b - y)^2 / 2 + const at a = 2, b = 0.5: residuals 2.5 - 1, 4.5 - 7. */
  @Test
  void isRestricted() {
    DataSet data =
        new DataSet("two", 2, 1, new double[] {1, 2}, new Targets.Values(new double[] {1, 7}, 1));
    Restriction slope = Restriction.matching(new Line().parameters(), TensorPattern.list("a"));
    RestrictedModel model = RestrictedModel.of(new Line(), slope, new double[] {9, 0.5});
    KernelProvider provider = KernelProvider.best();
    try (TensorData tensors = TensorData.of(data, provider.memory(), Precision.FLOAT64);
        Slab w = Slab.row(provider.memory(), Precision.FLOAT64, new double[] {2});
        Slab gradient = Slab.zeros(provider.memory(), Precision.FLOAT64, 1, 1);
        Slab losses = w.doublesBeside(1, 2);
        Evaluator evaluator = model.evaluator(provider.create(), w, 2)) {
      evaluator.lossesAndGradient(tensors.slice(0, 2), gradient, losses);
      double constant = Math.log(2 * Math.PI) / 2;
      assertThat(losses.getRow(0))
          .containsExactly(1.5 * 1.5 / 2 + constant, 2.5 * 2.5 / 2 + constant);
      assertThat(gradient.getRow(0)).containsExactly((1.5 * 1 - 2.5 * 2) / 2);
    }
  }
}
