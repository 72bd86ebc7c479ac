package org.cusp.report.page;

import java.util.List;
import java.util.stream.Collectors;
import org.cusp.report.plot.Markup;

/**
 * A page of a run.
 *
 * @param name of what it shows
 * @param file relative to the page that links it; empty for that page itself
 */
public record PageLink(String name, String file) {
  /** Links to all pages; nothing where there is one alone. */
  static String navigation(List<PageLink> pages) {
    if (pages.size() < 2) {
      return "";
    }
    return pages.stream()
        .map(PageLink::html)
        .collect(Collectors.joining("", "<nav aria-label=\"pages\">", "</nav>\n"));
  }

  private String html() {
    String words = Markup.escape(name);
    return file.isEmpty()
        ? "<a aria-current=\"page\">" + words + "</a>"
        : "<a href=\"" + Markup.escape(file) + "\">" + words + "</a>";
  }
}
