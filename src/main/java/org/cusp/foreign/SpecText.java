package org.cusp.foreign;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.foreign.given.DataSection;
import org.cusp.foreign.plan.Plan;

/** A spec file for a multilayer perceptron of a file; what the file cannot say is a comment. */
public final class SpecText {
  private SpecText() {}

  /**
   * What is known beyond the file.
   *
   * @param activation of hidden layers
   * @param reading of those that the file allows, in words
   * @param eps of batch normalisations
   * @param data the section of the spec file
   * @param likelihood its name
   * @param length of the sequences; 0 for the longest or none
   */
  public record Known(
      Optional<Nonlinearity> activation,
      Optional<String> reading,
      double eps,
      String data,
      Optional<String> likelihood,
      int length) {
    /** Nothing, or what the user says. */
    public static Known said(Optional<Nonlinearity> activation, double eps) {
      return new Known(activation, Optional.empty(), eps, DataSection.OPEN, Optional.empty(), 0);
    }

    /** What an evaluation found. */
    public static Known of(Evaluation found, Evaluation.Asked asked) {
      Optional<Nonlinearity> activation =
          Optional.of(found.activation())
              .filter(Nonlinearity.names()::contains)
              .map(Nonlinearity::named);
      int length = found.length() == null ? 0 : found.length();
      String data =
          length > 0 && asked.data().indexOf(',') < 0
              ? DataSection.ofTokens(Path.of(asked.data()), length)
              : DataSection.of(asked.data(), asked.normalisation());
      return new Known(
          activation,
          Optional.ofNullable(found.reading()),
          asked.eps(),
          data,
          Optional.ofNullable(found.fit()).map(fit -> fit.likelihood().replaceAll(",.*", "")),
          length);
    }
  }

  /**
   * The spec.
   *
   * @throws InvalidInput where the file holds another network
   */
  public static String of(Contents contents, Architecture architecture, Known known) {
    Optional<Layered> layers = architecture.layered();
    if (layers.isPresent()) {
      return ofLayers(contents, architecture, layers.get(), known);
    }
    List<Integer> widths =
        architecture
            .mlpWidths()
            .orElseThrow(
                () ->
                    new InvalidInput(
                        contents.file()
                            + ": there is a spec only for a plain multilayer perceptron or"
                            + " convolutional network; this is "
                            + architecture.name()));
    boolean biased =
        architecture.function().map(network -> ((Network.Dense) network).biased()).orElse(true);
    StringBuilder text = new StringBuilder();
    text.append("# ").append(contents.file().getFileName()).append(": ");
    text.append(architecture.name()).append(", ");
    text.append(contents.parameters()).append(" parameters\n").append(known.data());
    text.append("model:\n  type: mlp\n  widths: ");
    text.append(widths.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]")));
    text.append('\n');
    if (!biased) {
      text.append("  bias: false\n");
    }
    if (widths.size() > 2) {
      text.append(activation(known.activation()));
    }
    text.append(likelihood(widths.get(widths.size() - 1), known));
    return text.toString();
  }

  /** What is open is a comment, a line for each reading, so that a guess is nobody's answer. */
  private static String ofLayers(
      Contents contents, Architecture architecture, Layered network, Known known) {
    Optional<Nonlinearity> activation = known.activation();
    List<Layered> open =
        network.alternatives().stream()
            .map(Layered.class::cast)
            .filter(other -> known.reading().isEmpty() || other.inWords().equals(known.reading()))
            .toList();
    boolean told = activation.isPresent() || !network.dependsOnActivation();
    boolean settled = open.size() == 1 && told;
    StringBuilder text = new StringBuilder();
    text.append("# ").append(contents.file().getFileName()).append(": ");
    text.append(architecture.name()).append(", ");
    text.append(contents.parameters()).append(" parameters\n").append(known.data());
    text.append("model:\n  type: layers\n");
    if (!settled) {
      text.append("  # THE FILE DOES NOT SAY THIS: keep one, with your activation for relu\n");
    }
    for (Layered each : open) {
      Layered one = known.length() > 0 ? each.ofLength(known.length()) : each;
      String mark = settled ? "  " : "  # ";
      Plan plan = one.plan(activation.orElse(Nonlinearity.RELU), known.eps());
      one.inWords().ifPresent(words -> text.append("  # ").append(words).append(":\n"));
      text.append(mark).append("inputs: ").append(plan.inputs()).append('\n');
      text.append(mark).append("layers: ").append(plan.text()).append('\n');
    }
    return text.append(likelihood(network.outputs(), known)).toString();
  }

  private static String activation(Optional<Nonlinearity> activation) {
    String known =
        Nonlinearity.names().stream()
            .filter(name -> Nonlinearity.named(name).activation().isPresent())
            .collect(Collectors.joining(", "));
    return activation
        .map(found -> "  activation: " + found.id() + "\n")
        .orElse("  # activation: ?          # THE FILE DOES NOT SAY IT: " + known + "\n");
  }

  private static String likelihood(int outputs, Known known) {
    if (known.likelihood().isPresent()) {
      return "  likelihood: " + known.likelihood().get() + "\n";
    }
    return outputs > 1
        ? "  likelihood: categorical  # or gaussian, with sigma\n"
        : "  likelihood: gaussian     # the network has one output\n"
            + "  sigma: 1                 # THE NOISE OF YOUR TARGETS\n";
  }
}
