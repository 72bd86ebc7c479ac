package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.data.DataSet;
import org.cusp.data.Synthetic;
import org.cusp.data.Targets;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/**
 * What a random tanh network says of normal inputs: x ~ N(0, I), y = f(x) + noise N(0, I). Weights
 * are N(0, gain^2 / fan-in), biases 0.
 *
 * @param widths of the teacher
 * @param examples in all
 * @param noise standard deviation of each output's noise
 * @param gain of the weights
 * @param seed of teacher and examples
 */
record TeacherSource(List<Integer> widths, int examples, double noise, double gain, long seed)
    implements DataSource, TrueLaw {
  static final List<String> KEYS =
      List.of(Keys.WIDTHS, Keys.EXAMPLES, Keys.NOISE, Keys.GAIN, Keys.SEED);

  private static final int DEFAULT_EXAMPLES = 10_000;
  private static final double DEFAULT_NOISE = 0.1;
  private static final double DEFAULT_GAIN = 2;

  static TeacherSource read(Section section, Path folder) {
    return new TeacherSource(
        section.wholes(Keys.WIDTHS),
        section.whole(Keys.EXAMPLES).orElse(DEFAULT_EXAMPLES),
        section.number(Keys.NOISE).orElse(DEFAULT_NOISE),
        section.number(Keys.GAIN).orElse(DEFAULT_GAIN),
        section.wholeLong(Keys.SEED).orElse(Spec.DEFAULT_SEED));
  }

  TeacherSource {
    String key = Keys.data(Keys.WIDTHS);
    Check.atLeast("the number of " + key, widths.size(), 2);
    widths.forEach(width -> Check.atLeast(key, width, 1));
    Check.atLeast(Keys.data(Keys.EXAMPLES), examples, 4);
    Check.positive(Keys.data(Keys.NOISE), noise);
    Check.positive(Keys.data(Keys.GAIN), gain);
    widths = List.copyOf(widths);
  }

  private int outputs() {
    return widths.get(widths.size() - 1);
  }

  @Override
  public DataSet load(long specSeed) {
    double[][] layers = weights();
    RandomStream stream = RandomStream.of(seed, Purpose.INPUTS, 0);
    long[] next = {0};
    return Synthetic.teacher(
        examples,
        widths.get(0),
        outputs(),
        x -> outputs(layers, x),
        noise,
        () -> stream.normal(0, next[0]++));
  }

  /** The matrices of the layers, outputs x inputs. */
  private double[][] weights() {
    RandomStream stream = RandomStream.of(seed, Purpose.TRUTH, 0);
    double[][] layers = new double[widths.size() - 1][];
    for (int l = 0; l < layers.length; l++) {
      double deviation = gain / Math.sqrt(widths.get(l));
      layers[l] = new double[widths.get(l) * widths.get(l + 1)];
      stream.normals(l, 0, layers[l], layers[l].length);
      for (int i = 0; i < layers[l].length; i++) {
        layers[l][i] *= deviation;
      }
    }
    return layers;
  }

  private static double[] outputs(double[][] layers, double[] input) {
    double[] values = input;
    for (int l = 0; l < layers.length; l++) {
      double[] sums = new double[layers[l].length / values.length];
      for (int k = 0; k < sums.length; k++) {
        for (int i = 0; i < values.length; i++) {
          sums[k] += layers[l][k * values.length + i] * values[i];
        }
        sums[k] = l + 1 < layers.length ? Math.tanh(sums[k]) : sums[k];
      }
      values = sums;
    }
    return values;
  }

  @Override
  public Optional<TrueLaw> law() {
    return Optional.of(this);
  }

  @Override
  public double[] losses(DataSet data) {
    double[][] layers = weights();
    double[] targets = ((Targets.Values) data.targets()).values();
    double[] losses = new double[data.n()];
    double[] input = new double[data.features()];
    double constant = Math.log(noise * Math.sqrt(2 * Math.PI));
    for (int row = 0; row < losses.length; row++) {
      System.arraycopy(data.x(), row * input.length, input, 0, input.length);
      double[] means = outputs(layers, input);
      for (int k = 0; k < means.length; k++) {
        double residual = (targets[row * means.length + k] - means[k]) / noise;
        losses[row] += residual * residual / 2 + constant;
      }
    }
    return losses;
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.WIDTHS, widths.toString());
    facts.put(Keys.EXAMPLES, Integer.toString(examples));
    facts.put(Keys.NOISE, Double.toString(noise));
    facts.put(Keys.GAIN, Double.toString(gain));
    facts.put(Keys.SEED, Long.toString(seed));
    return facts;
  }
}
