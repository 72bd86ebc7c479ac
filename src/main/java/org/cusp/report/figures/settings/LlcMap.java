package org.cusp.report.figures.settings;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.verdict.Verdict;

/**
 * LLCs over a grid of step sizes and inverse temperatures; a place of the grid may be empty.
 *
 * @param cells at least one, no two at the same place
 */
public record LlcMap(List<Cell> cells) {
  public LlcMap {
    cells = List.copyOf(cells);
    Check.atLeast("number of cells", cells.size(), 1);
    long places =
        cells.stream().map(cell -> List.of(cell.stepSize(), cell.nBeta())).distinct().count();
    if (places < cells.size()) {
      throw new InvalidInput("cells must differ in step size or nBeta: two have both in common");
    }
  }

  /**
   * An estimate at one place of the grid.
   *
   * @param llc NaN or infinite when there is none
   * @param status of its verdict
   */
  public record Cell(double stepSize, double nBeta, double llc, Verdict.Status status) {
    public Cell {
      Check.positive("step size", stepSize);
      Check.positive("nBeta", nBeta);
    }

    /** Whether the value may be compared with others. */
    boolean counts() {
      return Double.isFinite(llc) && status != Verdict.Status.REJECTED;
    }
  }
}
