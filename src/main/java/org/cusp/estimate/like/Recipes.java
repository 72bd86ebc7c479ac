package org.cusp.estimate.like;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.contract.Registry;
import org.cusp.estimate.like.Recipe.Lengths;
import org.cusp.estimate.like.Recipe.Temperature;

/** The recipes with a name. */
@Registry("a published recipe for LLCs (`--like`)")
public final class Recipes {
  private static final String WHAT = "recipe";

  private static final String AT_SCALE = "Furman and Lau 2024, arXiv:2402.03698, deep linear: ";

  /** One line for each. */
  public static final List<Recipe> ALL =
      List.of(
          new Recipe(
              "devinterp",
              1e-3,
              0,
              Temperature.OF_BATCH,
              new Lengths(512, 10, 0, 100),
              "devinterp, defaults of its sampler (batch ours): github.com/timaeus-research/devinterp"),
          new Recipe(
              "devinterp-grokking",
              3e-3,
              5,
              Temperature.fixed(2),
              new Lengths(512, 10, 0, 500),
              "devinterp, notebook on modular addition (chains of the tool, batch ours)"),
          new Recipe(
              "lau2023-llc",
              1e-5,
              100,
              Temperature.OF_DATA,
              new Lengths(512, 4, 0, 400),
              "Lau et al. 2023, arXiv:2308.12108, MNIST along training"),
          new Recipe(
              "furman2024-10k",
              5e-7,
              1,
              Temperature.OF_DATA,
              new Lengths(500, 1, 9000, 1000),
              AT_SCALE + "1K and 10K parameters"),
          new Recipe(
              "furman2024-100k",
              1e-7,
              1,
              Temperature.OF_DATA,
              new Lengths(500, 1, 45000, 5000),
              AT_SCALE + "100K parameters"),
          new Recipe(
              "furman2024-100m",
              2e-8,
              1,
              Temperature.OF_DATA,
              new Lengths(500, 1, 45000, 5000),
              AT_SCALE + "1M to 100M parameters"),
          new Recipe(
              "hoogland2024-icl",
              1e-3,
              6,
              Temperature.fixed(60),
              new Lengths(1024, 8, 500, 500),
              "Hoogland et al. 2024, arXiv:2402.02364, in-context regression: github.com/timaeus-research/icl"),
          new Recipe(
              "panickssery2023-modular",
              1e-3,
              5,
              Temperature.OF_DATA,
              new Lengths(64, 1, 0, 3000),
              "Panickssery and Vaintrob 2023, modular addition (one chain)"),
          new Recipe(
              "urdshals2025-pythia",
              3e-5,
              300,
              Temperature.fixed(30),
              new Lengths(32, 4, 0, 100),
              "Urdshals et al. 2025, arXiv:2510.12077, Pythia-1.4b"));

  private Recipes() {}

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(Recipe::name).toList();
  }

  /**
   * The recipe of this name.
   *
   * @throws InvalidInput where there is none, with the names that there are
   */
  public static Recipe named(String name) {
    return ALL.stream()
        .filter(recipe -> recipe.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Nearest.unknown(WHAT, name, names()));
  }
}
