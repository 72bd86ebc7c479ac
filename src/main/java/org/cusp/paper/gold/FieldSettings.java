package org.cusp.paper.gold;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cusp.estimate.like.Recipe;

/**
 * How the field estimates an LLC, for as long as the budget lasts: chains from w* on batches at one
 * step size, of which the first draws are not used. Gamma and nBeta are the benchmark's.
 *
 * @param method its name in the tables
 * @param sampler the name of the sampler
 * @param step of the sampler
 * @param batch data in a gradient
 * @param burnIn share of the steps that are not used
 */
record FieldSettings(
    String method, String sampler, double step, int chains, int batch, double burnIn) {
  static final String SGLD = "sgld";
  static final String RMSPROP = "rmsprop-sgld";

  /** What users sweep, each as they do: 4 chains, batches of 512, the first fifth not used. */
  static final List<String> SWEPT = List.of(SGLD, RMSPROP);

  private static final int CHAINS = 4;
  private static final int BATCH = 512;
  private static final double BURN_IN = 0.2;

  /** A published recipe; its lengths are scaled to the budget. */
  static FieldSettings of(Recipe recipe) {
    Recipe.Lengths lengths = recipe.lengths();
    return new FieldSettings(
        recipe.name(),
        SGLD,
        recipe.step(),
        lengths.chains(),
        lengths.batch(),
        lengths.burnIn() / (double) (lengths.burnIn() + lengths.draws()));
  }

  /** A step of a sweep. */
  static FieldSettings swept(String sampler, double step) {
    return new FieldSettings(sampler, sampler, step, CHAINS, BATCH, BURN_IN);
  }

  /** Every step of both samplers. */
  static List<FieldSettings> sweep(List<Double> steps) {
    List<FieldSettings> all = new ArrayList<>();
    SWEPT.forEach(sampler -> steps.forEach(step -> all.add(swept(sampler, step))));
    return all;
  }

  /** All of it, in words. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "%s, step %s, %d chains, batch %d, the first %.0f%% not used",
        sampler,
        step,
        chains,
        batch,
        100 * burnIn);
  }
}
