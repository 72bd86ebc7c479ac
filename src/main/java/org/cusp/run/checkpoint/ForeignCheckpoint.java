package org.cusp.run.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.foreign.Architecture;
import org.cusp.foreign.Contents;
import org.cusp.foreign.Evaluation;
import org.cusp.foreign.Layered;
import org.cusp.foreign.Network;
import org.cusp.foreign.Nonlinearity;
import org.cusp.foreign.Recogniser;
import org.cusp.foreign.SpecText;
import org.cusp.foreign.given.Normalisation;
import org.cusp.foreign.plan.Plan;
import org.cusp.model.LayerNetwork;
import org.cusp.model.Model;
import org.cusp.spec.LoadedData;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.tensor.Workers;
import org.cusp.train.CheckpointWeights;

/** A file of weights of another programme, and what its names and shapes show. */
public record ForeignCheckpoint(Contents contents, Architecture architecture) {
  /**
   * What a user says about a checkpoint that has no spec.
   *
   * @param normalise as {@code --normalise} has it
   * @param activation as {@code --activation} has it
   */
  public record Said(Optional<String> normalise, Optional<String> activation) {
    public static final Said NOTHING = new Said(Optional.empty(), Optional.empty());
  }

  /**
   * A spec.
   *
   * @param origin its file, or what would be: its folder is what relative paths are relative to
   * @param notes what was found where it was made here
   * @param data that it was made with
   */
  public record Made(Spec spec, Path origin, List<String> notes, Optional<LoadedData> data) {
    /** One that was there. */
    public static Made given(Spec spec, Path origin) {
      return new Made(spec, origin, List.of(), Optional.empty());
    }
  }

  /** Reads and recognises a file or a folder. */
  public static ForeignCheckpoint read(Path file) {
    Contents contents = Contents.read(file);
    return new ForeignCheckpoint(contents, Recogniser.of(contents));
  }

  /**
   * The spec that the network and the data make, where the file leaves something open that of the
   * lowest loss; the notes have its loss and accuracy.
   *
   * @param data as {@code --data} has it
   * @throws InvalidInput if the architecture is not recognised
   */
  public Made spec(String data, Said said) {
    Network network =
        architecture
            .function()
            .orElseThrow(
                () ->
                    new InvalidInput(
                        contents.file()
                            + ": "
                            + architecture.name()
                            + "; "
                            + String.join(", ", architecture.missing())
                            + "; give --spec FILE"));
    Optional<Normalisation> normalisation = said.normalise().map(Normalisation::parse);
    Evaluation.Asked asked =
        new Evaluation.Asked(
            data,
            normalisation,
            Optional.empty(),
            said.activation().map(Nonlinearity::named),
            Evaluation.USUAL_EPS);
    Evaluation evaluation;
    try (Workers workers = new Workers(Workers.defaultThreads())) {
      evaluation = Evaluation.of(network, asked, workers);
    }
    if (evaluation.fit() == null) {
      throw new InvalidInput(data + ": these are inputs without targets: give --data X,Y");
    }
    requireClasses(network, evaluation);
    String text = SpecText.of(contents, architecture, SpecText.Known.of(evaluation, asked));
    Path here = Path.of("").toAbsolutePath();
    Spec spec = SpecReader.parse(text, here, contents.file().toString());
    Path origin = here.resolve(contents.file().getFileName());
    return new Made(spec, origin, notes(evaluation), Optional.of(spec.loadData()));
  }

  /** The layers of such a graph end before its softmax, which is part of the likelihood. */
  private void requireClasses(Network network, Evaluation found) {
    boolean logarithms = network instanceof Network.Graph graph && graph.givesProbabilities();
    if (logarithms && found.fit() != null && found.fit().accuracy() == null) {
      throw new InvalidInput(
          contents.file()
              + ": its outputs are probabilities or their logarithms: targets must be classes");
    }
  }

  private List<String> notes(Evaluation found) {
    List<String> notes = new ArrayList<>();
    notes.add(contents.file() + ": " + architecture.name());
    architecture.notes().forEach(note -> notes.add(contents.file() + ": " + note));
    if (!found.activation().isEmpty()) {
      notes.add("activation " + found.activation() + ": " + found.activationFrom());
    }
    if (found.reading() != null) {
      notes.add("taken as " + found.reading() + ", of what the file leaves open");
    }
    if (found.fit() != null) {
      String accuracy =
          found.fit().accuracy() == null
              ? ""
              : String.format(Locale.ROOT, ", accuracy %.2f%%", 100 * found.fit().accuracy());
      notes.add(
          String.format(
              Locale.ROOT,
              "loss %.6g nats%s on %,d example%s%s (inputs %s); the best constant prediction has %.6g",
              found.fit().loss(),
              found.fit().each(),
              found.n(),
              found.n() == 1 ? "" : "s",
              accuracy,
              found.scaling(),
              found.fit().constantLoss()));
      if (!(found.fit().loss() < found.fit().constantLoss())) {
        notes.add(
            "WARNING: the loss is not below that of the best constant prediction: other data,"
                + " another scaling (--normalise), or another function than that of the file");
      }
    }
    notes.add("cusp open with --spec prints the spec that was taken, to be changed");
    return notes;
  }

  /**
   * The parameters of a model by what names say, where its layers are those that the file shows.
   */
  public Optional<CheckpointWeights> weights(Model model) {
    if (!(model instanceof LayerNetwork wanted)) {
      return Optional.empty();
    }
    return architecture
        .layered()
        .flatMap(shown -> shown.plan(wanted).map(plan -> weights(plan, shown)));
  }

  private CheckpointWeights weights(Plan plan, Layered shown) {
    String note = contents.file() + ": tensors taken by their names: " + architecture.name();
    return new CheckpointWeights(plan.weights(shown.file().tensors()), plan.names(), List.of(note));
  }
}
