package org.cusp.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.run.TrainRun;
import org.cusp.cli.session.Session;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Json;
import org.cusp.format.folder.WeightsFolder;
import org.cusp.run.checkpoint.CheckpointFolder;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** {@code cusp train SPEC}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train the network of a spec file into runs/NAME: checkpoints, trajectory, resumable state.",
      "Running it again after Ctrl-C goes on where it stopped."
    })
final class TrainCommand implements Callable<Integer> {
  @picocli.CommandLine.Spec private CommandSpec commandSpec;

  @Parameters(
      paramLabel = "SPEC",
      description = "A spec file, such as experiments/digits-mlp.yaml.")
  private Path file;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    requireSpec();
    Spec spec = common.seed == null ? Spec.read(file) : SpecReader.read(file, common.seed);
    try (Session session = new Session(commandSpec, common)) {
      TrainRun.Outcome outcome = new TrainRun(session, common.out).run(spec, file);
      if (common.json) {
        session.out().println(Json.text(outcome.facts()));
      }
      return Cusp.DONE;
    }
  }

  private void requireSpec() {
    boolean one = Files.isRegularFile(file) && WeightsFolder.isNamedAsWeights(file);
    if (one || WeightsFolder.hasWeights(file) || CheckpointFolder.at(file).isPresent()) {
      throw new InvalidInput(
          file
              + ": is a checkpoint, not a spec: cusp open FILE --data X,Y --spec > my.yaml writes one"
              + " of its network, to which train: is to be added");
    }
  }
}
