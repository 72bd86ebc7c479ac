package org.cusp.report.figures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cusp.estimate.learning.Stages;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Theme;

/**
 * Where the losses of a training rest and fall.
 *
 * @param floor the least loss that the likelihood can have, nats per datum: losses are drawn above
 *     it
 * @param losses each with its stages
 */
public record LossStages(double floor, List<Stages> losses) {
  /** Nothing known: losses are drawn as they are. */
  public static final LossStages NONE = new LossStages(0, List.of());

  public LossStages {
    losses = List.copyOf(losses);
  }

  public boolean hasChanges() {
    return losses.stream().anyMatch(found -> found.changePoints().length > 0);
  }

  /** What the vertical axis of a loss says. */
  String title() {
    return floor == 0
        ? LossFigure.LOSS_TITLE
        : String.format(
            Locale.ROOT,
            "loss %s %s (nats per datum)",
            floor > 0 ? "−" : "+",
            Numbers.measured(Math.abs(floor)));
  }

  /** A vertical line at each change point, in the colour of its loss. */
  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (Stages found : losses) {
      for (long step : found.changePoints()) {
        layers.add(new Layer.Upright(step, colour(found), Theme.dashed(0.9f)));
      }
    }
    return layers;
  }

  /** One line of the legend for each loss that has change points. */
  List<Panel.Key> keys() {
    return losses.stream()
        .filter(found -> found.changePoints().length > 0)
        .map(
            found ->
                Panel.Key.of(
                    "change points, " + found.loss(),
                    new Layer.Upright(0, colour(found), Theme.dashed(0.9f))))
        .toList();
  }

  private static Color colour(Stages found) {
    Color strong = found.loss().equals(Stages.TRAINING) ? Theme.BLUE : Theme.VERMILION;
    return Theme.mixed(strong, Theme.PAPER, 0.7);
  }

  /** What the lines and the shifted axis are; empty where there are neither. */
  String caption() {
    String shifted =
        floor == 0
            ? ""
            : String.format(
                Locale.ROOT,
                " The losses are drawn above %s, the least that the likelihood can have.",
                Numbers.measured(floor));
    return hasChanges()
        ? shifted
            + " Upright dashed lines are change points: where ln loss against ln(step + 1), cut into"
            + " straight pieces by optimal partitioning, goes from a plateau to falling or rising or"
            + " back."
        : shifted;
  }
}
