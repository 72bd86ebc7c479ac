package org.cusp.foreign.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Reading;

/**
 * Convolutions, then dense layers, the activation after each but the last, batch normalisations
 * before or after it. The weights do not say how a convolution moves, so a reading is one of the
 * usual ways: all convolutions have one stride and one padding, and there are pools of 2 after all
 * of them, after the last or nowhere.
 */
public record Convolutional(FileTensors file, List<Unit> convolutions, List<Unit> dense) {
  private static final List<Integer> SIDES = List.of(28, 32, 8);
  private static final int POOL = 2;

  /** After which convolutions there is a pool. */
  private enum Pools {
    NONE,
    LAST,
    EACH
  }

  /** Where batch normalisations stand. */
  private enum Norms {
    ABSENT(""),
    BEFORE(", batch norm before activations"),
    AFTER(", batch norm after activations");

    private final String words;

    Norms(String words) {
      this.words = words;
    }
  }

  /**
   * What the weights do not say.
   *
   * @param side of the images, which are square
   * @param mean whether pools take means, not maxima
   */
  private record Moves(int side, int stride, int padding, Pools pools, boolean mean, Norms norms) {
    String words() {
      String pooled =
          switch (pools) {
            case NONE -> "no pools";
            case LAST -> (mean ? "mean" : "max") + " pool of 2 after the last convolution";
            case EACH -> (mean ? "mean" : "max") + " pools of 2";
          };
      return side
          + " x "
          + side
          + ", stride "
          + stride
          + ", padding "
          + padding
          + ", "
          + pooled
          + norms.words;
    }

    boolean pooled(int convolution, int convolutions) {
      return pools == Pools.EACH || pools == Pools.LAST && convolution == convolutions - 1;
    }

    Moves with(Norms other) {
      return new Moves(side, stride, padding, pools, mean, other);
    }
  }

  /** All usual readings that give the first dense layer as many numbers as it takes. */
  public List<Reading> readings() {
    List<Reading> readings = new ArrayList<>();
    for (Moves moves : fitting()) {
      for (Norms norms : norms()) {
        Moves one = moves.with(norms);
        readings.add(new Reading(Optional.of(one.words()), open -> plan(one, open)));
      }
    }
    return readings;
  }

  private List<Norms> norms() {
    List<Unit> bent = new ArrayList<>(convolutions);
    bent.addAll(dense.subList(0, dense.size() - 1));
    return bent.stream().anyMatch(unit -> unit.norm().isPresent())
        ? List.of(Norms.BEFORE, Norms.AFTER)
        : List.of(Norms.ABSENT);
  }

  private List<Moves> fitting() {
    int widest = convolutions.stream().mapToInt(Unit::rows).min().orElseThrow() / 2;
    List<Moves> fitting = new ArrayList<>();
    for (int side : SIDES) {
      for (int stride = 1; stride <= 2; stride++) {
        for (int padding = 0; padding <= widest; padding++) {
          for (Pools pools : Pools.values()) {
            for (boolean mean : pools == Pools.NONE ? List.of(false) : List.of(false, true)) {
              Moves moves = new Moves(side, stride, padding, pools, mean, Norms.ABSENT);
              if (flattened(moves) == dense.get(0).inputs()) {
                fitting.add(moves);
              }
            }
          }
        }
      }
    }
    return fitting;
  }

  /** The numbers that the dense layers get; 0 where an image would be used up. */
  private int flattened(Moves moves) {
    int rows = moves.side();
    int columns = moves.side();
    for (int i = 0; i < convolutions.size(); i++) {
      int pool = moves.pooled(i, convolutions.size()) ? POOL : 1;
      rows = positions(rows, convolutions.get(i).rows(), moves) / pool;
      columns = positions(columns, convolutions.get(i).columns(), moves) / pool;
      if (rows < 1 || columns < 1) {
        return 0;
      }
    }
    return rows * columns * convolutions.get(convolutions.size() - 1).outputs();
  }

  private static int positions(int length, int kernel, Moves moves) {
    return Math.floorDiv(length + 2 * moves.padding() - kernel, moves.stride()) + 1;
  }

  private Plan plan(Moves moves, Open open) {
    PlanBuilder plan = new PlanBuilder(file);
    for (int i = 0; i < convolutions.size(); i++) {
      convolutions.get(i).convolve(plan, moves.stride(), moves.padding());
      bend(plan, convolutions.get(i), moves, open);
      if (moves.pooled(i, convolutions.size())) {
        plan.add(Map.of((moves.mean() ? "avg" : "max") + "-pool2d", POOL));
      }
    }
    plan.add("flatten");
    for (Unit unit : dense.subList(0, dense.size() - 1)) {
      unit.dense(plan);
      bend(plan, unit, moves, open);
    }
    Unit last = dense.get(dense.size() - 1);
    last.dense(plan);
    last.normalise(plan, open);
    return plan.plan(new Shape(List.of(convolutions.get(0).inputs(), moves.side(), moves.side())));
  }

  private static void bend(PlanBuilder plan, Unit unit, Moves moves, Open open) {
    if (moves.norms() != Norms.AFTER) {
      unit.normalise(plan, open);
    }
    plan.bend(open.activation());
    if (moves.norms() == Norms.AFTER) {
      unit.normalise(plan, open);
    }
  }
}
