package org.cusp.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.along.LlcAlong;
import org.cusp.estimate.along.Visited;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.estimate.llc.Way;
import org.cusp.format.AtomicFiles;
import org.cusp.run.DrawsFile;
import org.cusp.run.Target;
import org.cusp.run.WarmStart;
import org.cusp.sampler.Samplers;
import org.cusp.tuning.Before;
import org.cusp.tuning.Schedule;
import org.cusp.verdict.Verdict;

/**
 * What goes from checkpoint to checkpoint of a run: where chains begin, and what was drawn. Where
 * the chains of a checkpoint were when their burn-in was over lies beside its draws in {@value
 * #CHAINS}, so that a run that was stopped goes on as if it had not been.
 */
final class Trail {
  static final String CHAINS = "chains.safetensors";

  /** The draws behind shares of the LLC, where there are any. */
  private static final String SHARES = "shares.npz";

  private static final String ALONG = "along";
  private static final String STEP = "step-";

  private final boolean isAlong;
  private final List<Visited> visited = new ArrayList<>();
  private final Map<String, List<Visited>> shares = new LinkedHashMap<>();
  private Optional<Before> before = Optional.empty();
  private boolean isNew;

  private Trail(boolean isAlong) {
    this.isAlong = isAlong;
  }

  /** Of a target with several checkpoints; of another every point is alone. */
  static Trail of(Target target) {
    return new Trail(
        target.points().size() > 1
            && target.points().stream().allMatch(point -> point.step().isPresent()));
  }

  /** Of a target whose points are each for itself. */
  static Trail ofEach() {
    return new Trail(false);
  }

  /** How chains come to the next point. */
  Way way(Target.Point point) {
    return isAlong ? Way.to(point.step().getAsLong(), before) : Way.ALONE;
  }

  /** The file with the changes along a run, from that of one of its estimates. */
  static Path fileBeside(Path estimate) {
    Path folder = estimate.getParent();
    String name = folder.getFileName().toString();
    return name.startsWith(STEP)
        ? folder.resolveSibling(ALONG + ".json")
        : folder.getParent().resolveSibling(ALONG + "-" + name + ".json");
  }

  /** Whether a stored estimate is of chains that came this way. */
  static boolean leadsTo(Way way, LlcResult result, Path draws) {
    Schedule plan = result.plan();
    Schedule.Along stored = plan == null ? null : plan.along();
    if (stored != null) {
      return stored.equals(way.recorded())
          && (plan.draws() == 0 || Files.exists(draws.resolveSibling(CHAINS)));
    }
    return way.recorded() == null || plan != null && !Samplers.parse(plan.sampler()).isExact();
  }

  /** A point whose estimate is there. */
  void found(LlcResult result, Path draws) {
    Path chains = draws.resolveSibling(CHAINS);
    boolean isOfChains = isAlong && result.plan().along() != null && Files.exists(chains);
    Path ofShares = draws.resolveSibling(SHARES);
    add(
        result,
        DrawsFile.read(draws),
        Files.exists(ofShares) ? DrawsFile.readShares(ofShares) : Map.of(),
        isOfChains ? Optional.of(WarmStart.read(chains)) : Optional.empty());
  }

  /** Whether any estimate was made now. */
  boolean isNew() {
    return isNew;
  }

  /** A point whose estimate was made now. */
  void made(LlcResult result, LlcEstimator.Outcome outcome) {
    isNew = true;
    add(result, DrawsFile.of(outcome.draws()), outcome.seen().shares(), outcome.start());
  }

  private void add(
      LlcResult result,
      DrawsFile draws,
      Map<String, double[][]> ofShares,
      Optional<WarmStart> start) {
    if (!isAlong) {
      return;
    }
    before = start.map(chains -> new Before(result.step(), chains));
    if (result.plan() == null || result.plan().draws() > 0) {
      boolean isEstimate = result.verdict().status() != Verdict.Status.REJECTED;
      visited.add(new Visited(result.step(), isEstimate, draws));
      ofShares.forEach(
          (name, losses) ->
              shares
                  .computeIfAbsent(name, none -> new ArrayList<>())
                  .add(new Visited(result.step(), isEstimate, draws.of(losses))));
    }
  }

  /** Removes the chains beside draws that others are to take the place of. */
  void remove(Path draws) {
    AtomicFiles.remove(draws.resolveSibling(CHAINS));
    AtomicFiles.remove(draws.resolveSibling(SHARES));
  }

  /** Keeps the chains of a point beside its draws. */
  void write(LlcEstimator.Outcome outcome, Path draws) {
    outcome.start().ifPresent(start -> start.write(draws.resolveSibling(CHAINS)));
    if (isAlong && !outcome.seen().shares().isEmpty()) {
      DrawsFile.writeShares(draws.resolveSibling(SHARES), outcome.seen().shares());
    }
  }

  /** What was found along the way, of a target with several checkpoints. */
  Optional<LlcAlong> along() {
    return isAlong && visited.size() > 1
        ? Optional.of(LlcAlong.of(visited).with(shares))
        : Optional.empty();
  }

  /**
   * How chains came to a stored estimate.
   *
   * @param file of the estimate, in the folder of its run
   * @throws InvalidInput where those of the checkpoint before are not there
   */
  static Way to(Path file, Schedule plan) {
    Schedule.Along along = plan.along();
    if (along == null) {
      return Way.ALONE;
    }
    if (along.after() == null) {
      return Way.to(along.step(), Optional.empty());
    }
    Path chains = chains(file, along);
    if (!Files.exists(chains)) {
      throw new InvalidInput(
          file + ": its chains went on from step " + along.after() + ", but there is no " + chains);
    }
    WarmStart start = WarmStart.read(chains);
    if (!Objects.equals(start.digest(), along.chains())) {
      throw new InvalidInput(
          chains + ": is not of the chains that " + file + " went on from (computed again?)");
    }
    return Way.to(along.step(), Optional.of(new Before(along.after(), start)));
  }

  /** In the folder of the checkpoint before, which has the same place in its own. */
  private static Path chains(Path file, Schedule.Along along) {
    Path whole = file.toAbsolutePath();
    String own = folder(along.step());
    Path at = whole.getParent();
    while (at != null && at.getFileName() != null && !at.getFileName().toString().equals(own)) {
      at = at.getParent();
    }
    if (at == null || at.getFileName() == null) {
      throw new InvalidInput(
          file
              + ": is of a checkpoint of a run, whose chains began where those of step "
              + along.after()
              + " were; replay it where it was made, in a folder "
              + own);
    }
    Path other = at.resolveSibling(folder(along.after()));
    return other.resolve(at.relativize(whole)).resolveSibling(CHAINS);
  }

  private static String folder(long step) {
    return String.format(Locale.ROOT, STEP + "%06d", step);
  }
}
