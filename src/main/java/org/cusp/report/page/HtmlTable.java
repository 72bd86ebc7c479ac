package org.cusp.report.page;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cusp.report.plot.Markup;
import org.cusp.report.plot.Numbers;
import org.cusp.verdict.Verdict;

/** A table that its reader may sort by any column; what a cell is given as text is escaped. */
public final class HtmlTable {
  private static final String NOT_AVAILABLE =
      "<span class=\"none\" title=\"not available\"><span aria-hidden=\"true\">"
          + Numbers.MISSING
          + "</span><span class=\"spoken\">not available</span></span>";

  private static final String NUMBER = " class=\"number\"";

  private final String caption;
  private final List<String> heads;
  private final StringBuilder rows = new StringBuilder();
  private List<Cell> first = List.of();

  /**
   * A cell.
   *
   * @param html as it stands in the page
   */
  public record Cell(String html) {}

  public HtmlTable(String caption, String... heads) {
    this.caption = caption;
    this.heads = List.of(heads);
  }

  /** A row. */
  public HtmlTable row(Cell... cells) {
    return row("", cells);
  }

  /** A row of a checkpoint, which a reader may pick. */
  public HtmlTable rowAt(long step, Cell... cells) {
    return row(String.format(Locale.ROOT, " data-step=\"%d\"", step), cells);
  }

  private HtmlTable row(String attributes, Cell... cells) {
    if (cells.length != heads.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells in a table of " + heads.size() + " columns");
    }
    first = first.isEmpty() ? List.of(cells) : first;
    rows.append("<tr").append(attributes).append('>');
    Arrays.stream(cells).map(Cell::html).forEach(rows::append);
    rows.append("</tr>\n");
    return this;
  }

  /** The element; empty without rows. */
  public String html() {
    if (rows.isEmpty()) {
      return "";
    }
    String head =
        IntStream.range(0, heads.size()).mapToObj(this::head).collect(Collectors.joining());
    return "<div class=\"wide\"><table class=\"sortable\">\n<caption>"
        + Markup.prose(caption)
        + "</caption>\n<thead><tr>"
        + head
        + "</tr></thead>\n<tbody>\n"
        + rows
        + "</tbody></table></div>\n";
  }

  private String head(int column) {
    String aligned = first.get(column).html().contains(NUMBER) ? NUMBER : "";
    return "<th scope=\"col\"" + aligned + ">" + Markup.prose(heads.get(column)) + "</th>";
  }

  /** The name of a row. */
  public static Cell name(String text) {
    return new Cell("<th scope=\"row\">" + Markup.escape(text) + "</th>");
  }

  /** A number that names a row. */
  public static Cell name(long number) {
    return new Cell(
        "<th scope=\"row\"" + NUMBER + sort(number) + ">" + Numbers.integer(number) + "</th>");
  }

  public static Cell text(String text) {
    return new Cell("<td>" + Markup.escape(text) + "</td>");
  }

  /** Markup that is safe already. */
  public static Cell html(String safe) {
    return new Cell("<td>" + safe + "</td>");
  }

  /**
   * A datum, of which the page may have a picture or a text under this name.
   *
   * @param number that it is sorted by
   */
  public static Cell datum(String words, String view, long number) {
    return new Cell(
        "<td"
            + sort(number)
            + " data-of=\""
            + Markup.escape(view)
            + "\">"
            + Markup.escape(words)
            + "</td>");
  }

  public static Cell integer(long value) {
    return number(value, Numbers.integer(value));
  }

  /** To four digits. */
  public static Cell number(double value) {
    return number(value, Numbers.measured(value));
  }

  /** As it is to be shown. */
  public static Cell number(double value, String shown) {
    String inner = shown.equals(Numbers.MISSING) ? NOT_AVAILABLE : Markup.escape(shown);
    return new Cell("<td" + NUMBER + sort(value) + ">" + inner + "</td>");
  }

  /** With its standard error. */
  public static Cell estimate(double value, double se) {
    return number(value, Numbers.plusMinus(value, se));
  }

  /** With its reasons; trusted comes before doubtful before rejected. */
  public static Cell verdict(Verdict.Status status, List<String> reasons) {
    return new Cell(
        "<td class=\"verdict\""
            + sort(status.ordinal())
            + ">"
            + badge(status)
            + (reasons.isEmpty()
                ? ""
                : " <span class=\"reasons\">"
                    + Markup.escape(String.join("; ", reasons))
                    + "</span>")
            + "</td>");
  }

  private static String badge(Verdict.Status status) {
    String sign =
        switch (status) {
          case TRUSTED -> "●";
          case DOUBTFUL -> "○";
          case REJECTED -> "×";
        };
    return String.format(
        Locale.ROOT,
        "<span class=\"badge %s\"><span aria-hidden=\"true\">%s </span>%s</span>",
        status.label(),
        sign,
        status.label());
  }

  /** What it is sorted by; empty for a number that is none, which comes last. */
  private static String sort(double value) {
    return " data-sort=\"" + (Double.isNaN(value) ? "" : Double.toString(value)) + "\"";
  }
}
