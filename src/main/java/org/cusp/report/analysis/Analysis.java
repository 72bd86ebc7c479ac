package org.cusp.report.analysis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.PointResult;
import org.cusp.format.Json;
import org.cusp.report.plot.Figure;

/**
 * An analysis that has a page: what its command keeps in a folder of a run, and what a page shows
 * of it.
 *
 * @param <R> a result, of one parameter
 * @param name of the page's file and of the link to it
 * @param title of the page, before the name of the run
 * @param folder in the run, above {@code step-000100}
 * @param read what a folder holds; empty for nothing of this kind
 * @param content of one result, with the pictures that its folder has
 * @param along figures over the results of several checkpoints, in the order of their steps
 */
public record Analysis<R>(
    String name,
    String title,
    String folder,
    Function<Path, Optional<R>> read,
    BiFunction<R, Views, Content> content,
    Function<List<At<R>>, List<Figure>> along) {
  /** A result at a step of training. */
  public record At<R>(long step, R result) {}

  /** One whose result is a file of JSON in the folder. */
  public static <R> Analysis<R> kept(
      String name, String title, Class<R> type, BiFunction<R, Views, Content> content) {
    return new Analysis<>(
        name, title, name, folder -> json(folder, name, type), content, results -> List.of());
  }

  /**
   * One that needs no more than its estimates in a table, its verdict and figures that are there
   * for its command.
   */
  public static <R extends PointResult> Analysis<R> plain(
      String name, String title, Class<R> type, Function<R, List<Figure>> figures) {
    return kept(
        name, title, type, (result, views) -> Content.ofEstimates(result, figures.apply(result)));
  }

  /** The same with figures along training. */
  public Analysis<R> along(Function<List<At<R>>, List<Figure>> figures) {
    return new Analysis<>(name, title, folder, read, content, figures);
  }

  private static <R> Optional<R> json(Path folder, String name, Class<R> type) {
    Path file = folder.resolve(name + ".json");
    return Files.isRegularFile(file) ? Optional.of(Json.read(file, type)) : Optional.empty();
  }

  /**
   * The page of a folder with one result.
   *
   * @throws InvalidInput if there is none
   */
  String page(Path folder) {
    R result =
        read.apply(folder)
            .orElseThrow(() -> new InvalidInput(folder + ": has no result of " + title));
    return content.apply(result, Views.read(folder)).page(title);
  }
}
