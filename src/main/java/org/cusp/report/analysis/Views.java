package org.cusp.report.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.format.Json;
import org.cusp.report.plot.Markup;

/**
 * What the data that a result names look like, kept beside it: a page is made again without the
 * data.
 *
 * @param views by name, such as {@code datum 12}
 */
public record Views(Map<String, View> views) {
  /** The file in the folder of a result. */
  public static final String FILE = "views.json";

  public static final Views NONE = new Views(Map.of());

  /**
   * One of the two.
   *
   * @param png in base 64
   * @param text of the tokens
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record View(
      @org.cusp.contract.MayBeNull String png, @org.cusp.contract.MayBeNull String text) {}

  public Views {
    views = new TreeMap<>(views);
  }

  /**
   * Of some rows; those that cannot be looked at are left out.
   *
   * @param word what one is called
   */
  public static Views of(DataSet data, String word, IntStream rows) {
    Map<String, View> views = new TreeMap<>();
    rows.distinct()
        .forEach(
            row -> DatumView.of(data, row).ifPresent(view -> views.put(name(word, row), view)));
    return new Views(views);
  }

  /** The name of a row. */
  public static String name(String word, int row) {
    return word + " " + row;
  }

  public Views and(Views more) {
    Map<String, View> both = new TreeMap<>(views);
    both.putAll(more.views);
    return new Views(both);
  }

  /** Those of a folder; none where it has no such file. */
  static Views read(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.isRegularFile(file) ? Json.read(file, Views.class) : NONE;
  }

  public void write(Path folder) {
    Json.write(folder.resolve(FILE), this);
  }

  /** The picture or the text; empty where there is none. */
  String html(String name) {
    View view = views.get(name);
    if (view == null) {
      return "";
    }
    String of = " data-view=\"" + Markup.escape(name) + "\"";
    return view.png() == null
        ? "<code class=\"tokens\"" + of + ">" + Markup.escape(view.text()) + "</code>"
        : "<img class=\"picture\""
            + of
            + " alt=\""
            + Markup.escape(name)
            + "\" src=\"data:image/png;base64,"
            + Markup.escape(view.png())
            + "\">";
  }
}
