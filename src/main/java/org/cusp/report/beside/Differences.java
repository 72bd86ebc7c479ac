package org.cusp.report.beside;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.estimate.EstimateAt;
import org.cusp.format.rows.Rows;
import org.cusp.report.gather.Gathered;
import org.cusp.report.page.HtmlTable;
import org.cusp.report.plot.Numbers;
import org.cusp.verdict.Verdict;

/** The estimates of two runs, those of the same thing beside each other. */
record Differences(Map<What, Side> first, Map<What, Side> second) {
  /**
   * What an estimate is of: in both runs the same file, place and name.
   *
   * @param file within the run
   */
  record What(String file, String command, String kind, String at) {}

  /** An estimate of one run; NaN for none. */
  record Side(double value, double se, String status) {
    private static final Side NONE = new Side(Double.NaN, Double.NaN, "");

    static Side of(EstimateAt point) {
      return point == null ? NONE : new Side(point.value(), point.se(), point.status().label());
    }

    HtmlTable.Cell cell() {
      return HtmlTable.estimate(value, se);
    }

    HtmlTable.Cell verdict() {
      return status.isEmpty()
          ? HtmlTable.text("")
          : HtmlTable.verdict(Verdict.Status.labelled(status), List.of());
    }

    private double error(Side other) {
      return Math.hypot(se, other.se);
    }

    HtmlTable.Cell difference(Side other) {
      return HtmlTable.estimate(other.value - value, error(other));
    }

    HtmlTable.Cell inErrors(Side other) {
      double z = z(other);
      return HtmlTable.number(z, Numbers.fixed(z, 1));
    }

    /** NaN where either has no error. */
    double z(Side other) {
      return error(other) > 0 ? (other.value - value) / error(other) : Double.NaN;
    }
  }

  /** An estimate that both have. */
  record Difference(What what, Side first, Side second) {
    /** Whether it has a value in both, and neither was rejected. */
    boolean isUsable() {
      return Double.isFinite(second.value() - first.value())
          && !first.status().equals(Verdict.Status.REJECTED.label())
          && !second.status().equals(Verdict.Status.REJECTED.label());
    }

    double inErrors() {
      return first.z(second);
    }
  }

  static Differences of(String first, String second) {
    return new Differences(sides(first), sides(second));
  }

  private static Map<What, Side> sides(String run) {
    Rows rows = Gathered.from(List.of(run)).rows();
    int[] places = {
      rows.place("file"),
      rows.place("command"),
      rows.place("kind"),
      rows.place("at"),
      rows.place("value"),
      rows.place("se"),
      rows.place("verdict")
    };
    Map<What, Side> sides = new LinkedHashMap<>();
    for (List<Object> row : rows.cells()) {
      Path file = Path.of(text(row.get(places[0])));
      What what =
          new What(
              Path.of(run).relativize(file).toString(),
              text(row.get(places[1])),
              text(row.get(places[2])),
              text(row.get(places[3])));
      sides.put(
          what,
          new Side(
              number(row.get(places[4])), number(row.get(places[5])), text(row.get(places[6]))));
    }
    return sides;
  }

  private static String text(Object cell) {
    return cell == null ? "" : cell.toString();
  }

  private static double number(Object cell) {
    return cell instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** In the order of the first. */
  List<Difference> common() {
    List<Difference> common = new ArrayList<>();
    first.forEach(
        (what, side) -> {
          if (second.containsKey(what)) {
            common.add(new Difference(what, side, second.get(what)));
          }
        });
    return common;
  }

  /** What a run has and the other has not. */
  Map<What, Side> alone(int run) {
    Map<What, Side> alone = new LinkedHashMap<>(run == 0 ? first : second);
    alone.keySet().removeAll((run == 0 ? second : first).keySet());
    return alone;
  }
}
