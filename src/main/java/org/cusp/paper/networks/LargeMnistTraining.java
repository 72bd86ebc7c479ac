package org.cusp.paper.networks;

import java.util.List;
import java.util.Map;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;

/** The LLC of the network of the field's MNIST experiments along its training. */
public final class LargeMnistTraining implements Reproduction {
  private static final double TWENTY_MINUTES = 1200;

  private static final TrainingCurve CURVE =
      new TrainingCurve(
          "mnist-1024.yaml", List.of(31, 62, 125, 187, 250, 312), List.of(31), TWENTY_MINUTES);

  @Override
  public String key() {
    return LocalCoefficients.FOLDER + "/mnist-wide-training";
  }

  @Override
  public String title() {
    return "MNIST at size: the LLC of 784-1024-1024-10 along training";
  }

  @Override
  public String citation() {
    return LocalCoefficients.SOURCE + " (architecture)";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source follows the LLC of this network, 1,863,690 parameters, through a training on MNIST by"
            + " SGLD of a few hundred steps, without an error that says whether they were enough.",
        "Here every LLC is by default with its verdict, 20 minutes each on two cores: two hours in all. A"
            + " run that is stopped goes on after the last row that it wrote. On 8,000 images, at the default"
            + " gamma: levels are not to be compared to the source's.",
        "The images are not part of this repository: put them where the settings say.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    return CURVE.settings(
        "8,000 images of ../shared/data/mnist-10k-{images-idx3,labels-idx1}-ubyte.gz, 2,000 held out",
        "Adam, rate 0.001, batch 256, 31.25 steps an epoch",
        size);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    return CURVE.pieces(size, seed);
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    return TrainingCurve.findings(rows, "The LLC of 784-1024-1024-10 along Adam on MNIST");
  }
}
