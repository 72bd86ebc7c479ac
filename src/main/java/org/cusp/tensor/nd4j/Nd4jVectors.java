package org.cusp.tensor.nd4j;

import java.util.Optional;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.sequence.Normalisation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Normalisation of one chain's vectors by operations on whole matrices, in double. */
final class Nd4jVectors {
  private Nd4jVectors() {}

  static INDArray inDouble(MatrixStack stack, int chain) {
    return Nd4jMemory.view(stack, chain).castTo(Nd4jMemory.typeOf(Precision.FLOAT64));
  }

  static void normalise(
      Normalisation by,
      MatrixStack x,
      Optional<MatrixStack> scale,
      Optional<MatrixStack> shift,
      MatrixStack moments,
      MatrixStack y,
      int chain) {
    INDArray given = inDouble(x, chain);
    INDArray middle =
        by.centre() == Normalisation.Centre.MEAN
            ? mean(given)
            : Nd4j.zeros(given.dataType(), x.rows(), 1);
    INDArray centred = given.subColumnVector(middle);
    INDArray root = Transforms.sqrt(mean(centred.mul(centred)).addi(by.epsilon()), false).rdivi(1);
    centred.muliColumnVector(root);
    scale.ifPresent(it -> centred.muliRowVector(inDouble(it, chain)));
    shift.ifPresent(it -> centred.addiRowVector(inDouble(it, chain)));
    Nd4jMemory.view(moments, chain).assign(Nd4j.hstack(middle, root));
    Nd4jMemory.view(y, chain).assign(centred);
  }

  private static INDArray mean(INDArray rows) {
    return rows.sum(true, 1).divi(rows.columns());
  }

  /** h. */
  private static INDArray normalised(MatrixStack x, MatrixStack moments, int chain) {
    INDArray kept = inDouble(moments, chain);
    return inDouble(x, chain).subColumnVector(column(kept, 0)).muliColumnVector(column(kept, 1));
  }

  private static INDArray column(INDArray matrix, int number) {
    return matrix
        .get(NDArrayIndex.all(), NDArrayIndex.interval(number, number + 1))
        .dup()
        .reshape(matrix.rows(), 1);
  }

  static void normaliseBackward(
      Normalisation by,
      MatrixStack x,
      Optional<MatrixStack> scale,
      MatrixStack moments,
      MatrixStack delta,
      MatrixStack passed,
      int chain) {
    INDArray h = normalised(x, moments, chain);
    INDArray e = inDouble(delta, chain).dup();
    scale.ifPresent(it -> e.muliRowVector(inDouble(it, chain)));
    INDArray back = e.sub(h.mulColumnVector(mean(e.mul(h))));
    if (by.centre() == Normalisation.Centre.MEAN) {
      back.subiColumnVector(mean(e));
    }
    back.muliColumnVector(column(inDouble(moments, chain), 1));
    Nd4jMemory.view(passed, chain).assign(back);
  }

  static void normalisedProducts(
      MatrixStack x, MatrixStack moments, MatrixStack delta, MatrixStack sums, int chain) {
    INDArray products = normalised(x, moments, chain).muli(inDouble(delta, chain));
    Nd4jMemory.view(sums, chain).assign(products.sum(true, 0));
  }
}
