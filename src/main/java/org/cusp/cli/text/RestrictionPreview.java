package org.cusp.cli.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.cli.format.Answer;
import org.cusp.cli.format.OutputFormat;
import org.cusp.estimate.llc.RestrictionFacts;
import org.cusp.format.Json;
import org.cusp.model.ParamSpace;
import org.cusp.model.Restriction;
import org.cusp.model.TensorPattern;
import org.cusp.model.part.ModelParts;
import org.cusp.run.Selection;
import org.cusp.run.Target;

/**
 * What a choice of free parameters holds; the components' names are the names in the JSON.
 *
 * @param parameters of the whole model
 * @param free of them
 * @param restriction the choice; absent if none was made
 * @param choices the patterns chosen; if none were, some that could be
 * @param tensors all tensors of the model
 */
public record RestrictionPreview(
    String command,
    String target,
    int parameters,
    int free,
    @JsonInclude(JsonInclude.Include.NON_NULL) RestrictionFacts restriction,
    List<Choice> choices,
    List<Row> tensors) {

  /** One pattern and how many parameters it holds by itself. */
  record Choice(String only, int parameters) {}

  /** One tensor; its name in the file where that is another. */
  record Row(
      String name,
      @JsonInclude(JsonInclude.Include.NON_NULL) String inFile,
      List<Integer> shape,
      int parameters,
      int free) {}

  public static RestrictionPreview of(
      String command, Target target, Optional<Selection> selection) {
    ParamSpace space = target.model().parameters();
    Restriction restriction =
        selection.orElseGet(() -> Selection.only("*", target.model())).restriction();
    return new RestrictionPreview(
        command,
        target.name(),
        space.size(),
        restriction.size(),
        selection.map(RestrictionFacts::of).orElse(null),
        patterns(target, selection).map(pattern -> choice(pattern, target)).toList(),
        restriction.counts().stream().map(count -> row(count, target)).toList());
  }

  private static Stream<TensorPattern> patterns(Target target, Optional<Selection> selection) {
    if (selection.isPresent()) {
      return selection.get().only().stream().flatMap(text -> TensorPattern.list(text).stream());
    }
    List<String> parts = new ModelParts(target.model(), Map.of()).names();
    ParamSpace space = target.model().parameters();
    Stream<String> names =
        parts.isEmpty() ? Stream.concat(layers(space), kinds(space)) : parts.stream();
    return names.distinct().map(TensorPattern::new);
  }

  private static Stream<String> layers(ParamSpace space) {
    List<String> tensors = space.tensors().stream().map(ParamSpace.Tensor::name).toList();
    return TensorPattern.names(space).stream().filter(name -> !tensors.contains(name));
  }

  /** Such as *.bias. */
  private static Stream<String> kinds(ParamSpace space) {
    return space.tensors().stream()
        .map(ParamSpace.Tensor::name)
        .filter(name -> name.contains("."))
        .map(name -> "*" + name.substring(name.lastIndexOf('.')));
  }

  private static Choice choice(TensorPattern pattern, Target target) {
    Selection chosen =
        Selection.only(pattern.text(), target.model(), target.origin().tensorNames());
    return new Choice(pattern.text(), chosen.restriction().size());
  }

  private static Row row(Restriction.Count count, Target target) {
    ParamSpace.Tensor tensor = count.tensor();
    String inFile = target.origin().tensorNames().get(tensor.name());
    return new Row(
        tensor.name(),
        tensor.name().equals(inFile) ? null : inFile,
        tensor.shape(),
        tensor.size(),
        count.free());
  }

  /** In the form that was asked for; there are no estimates in it. */
  public void print(PrintWriter out, OutputFormat format) {
    format.lines(new Answer(this::lines, () -> Json.text(this), List.of())).forEach(out::println);
    out.flush();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    boolean named = tensors.stream().anyMatch(row -> row.inFile() != null);
    String heading = named ? "   in the file" : "";
    int width = Math.max(24, tensors.stream().mapToInt(row -> row.name().length()).max().orElse(0));
    String name = "%-" + width + "s";
    lines.add(line(name + " %14s %12s %12s%s", "tensor", "shape", "parameters", "free", heading));
    for (Row row : tensors) {
      String shape = String.join("x", row.shape().stream().map(String::valueOf).toList());
      String inFile = row.inFile() == null ? "" : "   " + row.inFile();
      lines.add(
          line(
              name + " %14s %12d %12d%s", row.name(), shape, row.parameters(), row.free(), inFile));
    }
    lines.add(line(name + " %14s %12d %12d", "all", "", parameters, free));
    if (!choices.isEmpty()) {
      lines.add("");
    }
    for (Choice choice : choices) {
      lines.add(
          line(
              "%s--only '%s' holds %d parameters",
              choice.only().matches("l\\d+.+") ? "  " : "", choice.only(), choice.parameters()));
    }
    return lines;
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments).stripTrailing();
  }
}
