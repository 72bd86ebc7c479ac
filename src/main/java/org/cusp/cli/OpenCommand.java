package org.cusp.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.cli.text.OpenText;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.foreign.Architecture;
import org.cusp.foreign.Contents;
import org.cusp.foreign.Evaluation;
import org.cusp.foreign.Network;
import org.cusp.foreign.Nonlinearity;
import org.cusp.foreign.Opened;
import org.cusp.foreign.Recogniser;
import org.cusp.foreign.SpecText;
import org.cusp.foreign.given.Normalisation;
import org.cusp.format.Json;
import org.cusp.run.checkpoint.CheckpointFolder;
import org.cusp.tensor.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp open FILE}. */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "What a checkpoint of another programme holds: its tensors, the network they show, and what a"
          + " learning coefficient needs beyond them. Nothing in the file is run.",
      "With --data, the network's loss and accuracy; with --expect, how far its outputs are from"
          + " those that the programme itself computed."
    })
final class OpenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A file of torch, safetensors, NumPy, ..., a folder of Hugging Face, or one of checkpoints"
              + " with their steps in their names: then the last.")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "X[,Y]",
      description =
          "Evaluate on these: .npy or IDX files, or one .npz (x and y) or .csv. Bytes of IDX images"
              + " are divided by 255.")
  private String data;

  @Option(
      names = "--normalise",
      paramLabel = "MEAN,SD",
      description = "Then (x - MEAN) / SD of all inputs, as torchvision users have it.")
  private String normalise;

  @Option(
      names = "--expect",
      paramLabel = "FILE.npy",
      description = "Outputs that the network should give for the data.")
  private Path expect;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description =
          "After every hidden layer: relu, tanh, gelu, gelu-tanh, sigmoid, silu, softplus,"
              + " leaky-relu, elu, relu6, identity, quadratic or sign (default: what the file says, else what meets the data best).")
  private String activation;

  @Option(
      names = "--eps",
      paramLabel = "E",
      defaultValue = "1e-5",
      description = "Of batch normalisations (default: 1e-5, as in torch).")
  private double eps;

  @Option(
      names = "--part",
      paramLabel = "NAME",
      description = "Of a file with several networks: the one whose names begin with NAME.")
  private String part;

  @Option(names = "--spec", description = "Print a spec file for the network, and nothing else.")
  private boolean printSpec;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads (default: all cores). Results do not depend on it.")
  private Integer threads;

  @Override
  public Integer call() {
    requireData();
    Optional<Nonlinearity> given = Optional.ofNullable(activation).map(Nonlinearity::named);
    Contents whole = contents();
    Contents contents = part == null ? whole : whole.part(part);
    Architecture architecture = Recogniser.of(contents);
    Optional<Evaluation> evaluation =
        data == null ? Optional.empty() : Optional.of(evaluate(architecture, given));
    if (printSpec) {
      SpecText.Known known =
          evaluation
              .map(found -> SpecText.Known.of(found, asked(given)))
              .orElseGet(
                  () ->
                      SpecText.Known.said(
                          given.or(() -> architecture.function().flatMap(Network::activation)),
                          eps));
      spec.commandLine().getOut().print(SpecText.of(contents, architecture, known));
      return Cusp.DONE;
    }
    Opened opened = Opened.of(contents, architecture, evaluation);
    if (json) {
      spec.commandLine().getOut().println(Json.text(opened));
    } else {
      OpenText.lines(opened).forEach(spec.commandLine().getOut()::println);
    }
    return Cusp.DONE;
  }

  /** Of a folder along a training, those of its last checkpoint. */
  private Contents contents() {
    return CheckpointFolder.at(file)
        .map(along -> Contents.read(along.last()).saying("the last of " + along.describe()))
        .orElseGet(() -> Contents.read(file));
  }

  private void requireData() {
    Check.positive("--eps", eps);
    if (data == null && (expect != null || normalise != null)) {
      throw new InvalidInput("--expect and --normalise are for --data X[,Y]");
    }
  }

  private Evaluation evaluate(Architecture architecture, Optional<Nonlinearity> given) {
    Network network =
        architecture
            .function()
            .orElseThrow(
                () ->
                    new InvalidInput(
                        file
                            + ": cannot be evaluated on --data: "
                            + architecture.name()
                            + "; "
                            + String.join(", ", architecture.missing())));
    if (network instanceof Network.Graph && given.isPresent()) {
      throw new InvalidInput("--activation is for files that do not say it; a graph does");
    }
    int count =
        threads == null ? Workers.defaultThreads() : Check.inRange("--threads", threads, 1, 1024);
    try (Workers workers = new Workers(count)) {
      return Evaluation.of(network, asked(given), workers);
    }
  }

  private Evaluation.Asked asked(Optional<Nonlinearity> given) {
    return new Evaluation.Asked(
        data,
        Optional.ofNullable(normalise).map(Normalisation::parse),
        Optional.ofNullable(expect),
        given,
        eps);
  }
}
