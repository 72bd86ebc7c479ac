package org.cusp.estimate.influence;

import java.nio.file.Path;
import java.util.Optional;
import org.cusp.tensor.dense.Matrix;

/** Keeps a matrix of influences in memory, for whoever knows that it is small. */
public final class WholeMatrix implements InfluenceEstimator.Keeper {
  private final Optional<Path> folder;
  private Matrix influence;
  private Matrix se;

  /**
   * @param folder where the losses of draws lie, so that another process can go on with them;
   *     absent for temporary files
   */
  public WholeMatrix(Optional<Path> folder) {
    this.folder = folder;
  }

  @Override
  public Optional<Path> folder() {
    return folder;
  }

  @Override
  public InfluenceMatrix.Sink keep(Window window, Window.Moments moments, Questions questions) {
    int columns = questions.queries();
    influence = Matrix.zeros(questions.data(), columns);
    se = Matrix.zeros(questions.data(), columns);
    return (firstDatum, firstQuery, block) -> {
      int width = Math.min(InfluenceMatrix.BLOCK, columns - firstQuery);
      for (int place = 0; place < block.covariance().length; place++) {
        int at = (firstDatum + place / width) * columns + firstQuery + place % width;
        influence.values()[at] = -block.covariance()[place];
        se.values()[at] = block.se()[place];
      }
    };
  }

  /** BIF [datum, query] in nats squared. */
  public Matrix influence() {
    return influence;
  }

  /** Their standard errors. */
  public Matrix se() {
    return se;
  }
}
