package org.cusp.cli.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cusp.cli.format.Answer;
import org.cusp.cli.format.OutputFormat;
import org.cusp.estimate.llc.RestrictionFacts;
import org.cusp.format.Json;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;
import org.cusp.model.Restriction;
import org.cusp.model.TensorPattern;
import org.cusp.model.part.ModelParts;
import org.cusp.model.part.PartTree;
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
 * @param tree the same as modules, their modules, tensors and heads
 */
public record RestrictionPreview(
    String command,
    String target,
    int parameters,
    int free,
    @JsonInclude(JsonInclude.Include.NON_NULL) RestrictionFacts restriction,
    List<Choice> choices,
    List<Row> tensors,
    Node tree) {
  private static final int SHORTEST = 24;

  /** One pattern and how many parameters it holds by itself. */
  record Choice(String only, int parameters) {
    String text() {
      return line("--only '%s' holds %d parameters", only, parameters);
    }
  }

  /** One tensor; its name in the file where that is another. */
  record Row(
      String name,
      @JsonInclude(JsonInclude.Include.NON_NULL) String inFile,
      List<Integer> shape,
      int parameters,
      int free) {}

  /**
   * A part of the model.
   *
   * @param name what --only takes; the model's own for the whole
   * @param also another name that --only takes for the same
   * @param shape of a tensor
   * @param parameters in it
   * @param free of them
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Node(
      String name, String also, List<Integer> shape, int parameters, int free, List<Node> parts) {
    static Node of(PartTree part, BitSet free) {
      return new Node(
          part.name().isEmpty() ? "all" : part.name(),
          part.also(),
          part.shape(),
          part.size(),
          part.count(free),
          part.parts().stream().map(inner -> of(inner, free)).toList());
    }
  }

  public static RestrictionPreview of(
      String command, Target target, Optional<Selection> selection) {
    Restriction restriction =
        selection.orElseGet(() -> Selection.only("*", target.model())).restriction();
    PartTree tree = PartTree.of(target.model(), target.origin().tensorNames());
    return new RestrictionPreview(
        command,
        target.name(),
        tree.size(),
        restriction.size(),
        selection.map(RestrictionFacts::of).orElse(null),
        patterns(target, selection).map(pattern -> choice(pattern, target)).toList(),
        restriction.counts().stream().map(count -> row(count, target)).toList(),
        Node.of(tree, restriction.free()));
  }

  private static Stream<TensorPattern> patterns(Target target, Optional<Selection> selection) {
    if (selection.isPresent()) {
      return selection.get().only().stream().flatMap(text -> TensorPattern.list(text).stream());
    }
    List<String> parts = new ModelParts(target.model(), Map.of()).names();
    ParamSpace space = target.model().parameters();
    Stream<String> names =
        parts.isEmpty() ? Stream.concat(layers(space), kinds(target.model())) : parts.stream();
    Map<String, String> inFile = target.origin().tensorNames();
    return names
        .distinct()
        .map(TensorPattern::new)
        .filter(pattern -> !pattern.isAmbiguous(space, inFile));
  }

  private static Stream<String> layers(ParamSpace space) {
    List<String> tensors = space.tensors().stream().map(ParamSpace.Tensor::name).toList();
    return TensorPattern.names(space).stream().filter(name -> !tensors.contains(name));
  }

  /** Such as *.bias; running statistics are never free. */
  private static Stream<String> kinds(Model model) {
    List<ParamSpace.Tensor> fixed = model.fixed();
    return model.parameters().tensors().stream()
        .filter(tensor -> !fixed.contains(tensor))
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
    List<Line> rows = new ArrayList<>();
    tree.parts().forEach(part -> rows(part, 0, rows));
    int widest = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    String form = "%-" + Math.max(SHORTEST, widest) + "s %14s %12s / %-12s%s";
    boolean named = rows.stream().anyMatch(row -> !row.part().also().isEmpty());
    List<String> lines = new ArrayList<>();
    lines.add(line(form, "part", "shape", "free", "of", named ? "also" : ""));
    rows.forEach(row -> lines.add(row.text(form)));
    lines.add(new Line("all", tree).text(form));
    Set<String> shown = new HashSet<>();
    rows.forEach(row -> shown.addAll(List.of(row.part().name(), row.part().also())));
    List<Choice> others =
        choices.stream()
            .filter(choice -> restriction != null || !shown.contains(choice.only()))
            .toList();
    if (!others.isEmpty()) {
      lines.add("");
    }
    others.forEach(choice -> lines.add(choice.text()));
    return lines;
  }

  /** A part in which nothing is free is not opened. */
  private static void rows(Node part, int depth, List<Line> rows) {
    rows.add(new Line("  ".repeat(depth) + part.name(), part));
    if (part.free() > 0) {
      part.parts().forEach(inner -> rows(inner, depth + 1, rows));
    }
  }

  /** A part as it is printed. */
  private record Line(String label, Node part) {
    String text(String form) {
      String shape = String.join("x", part.shape().stream().map(String::valueOf).toList());
      return line(form, label, shape, part.free(), part.parameters(), part.also());
    }
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments).stripTrailing();
  }
}
