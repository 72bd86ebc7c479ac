package org.cusp.paper.networks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.RankCorrelation;
import org.cusp.estimate.influence.InfluenceEstimator;
import org.cusp.estimate.susceptibility.Form;
import org.cusp.estimate.susceptibility.ResponseSpectrum;
import org.cusp.estimate.susceptibility.SusceptibilityEstimator;
import org.cusp.paper.networks.ByteTransformer.Kind;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.spec.sampling.LlcSpec;

/** Susceptibilities of the heads of a transformer to the bytes of its text. */
public final class HeadSusceptibilities implements Reproduction {
  private static final int FULL_DRAWS = 120;
  private static final int QUICK_DRAWS = 30;
  private static final int CHAINS = 4;
  private static final int PARTS = 16;
  private static final int PATTERNS = 2;
  private static final List<String> HEADS =
      List.of("l0h0", "l0h1", "l0h2", "l0h3", "l1h0", "l1h1", "l1h2", "l1h3");
  private static final String PATTERN = "pattern";

  @Override
  public String key() {
    return "baker2025-susceptibilities";
  }

  @Override
  public String title() {
    return "susceptibilities: what the heads of a transformer answer to";
  }

  @Override
  public String citation() {
    return "G. Baker, G. Wang, J. Hoogland, V. Pathak, D. Murfet, Structural Inference: Interpreting"
        + " Small Language Models with Susceptibilities, ICLR 2026, arXiv:2504.18274";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source asks how the loss of each head of a two-layer attention-only transformer (3"
            + " million parameters, the Pile) answers to each token in place of the data at large,"
            + " and finds that the matrix of heads by tokens has few strong patterns, which tell heads"
            + " of words from those of induction.",
        "Here is a network of the same kind and a five-hundredth of the size on the bytes of a"
            + " licence, as large as two shared cores follow. Its heads are few and small: it is asked"
            + " how many patterns are above the noise, and whether what susceptibilities say of a"
            + " head and a kind of byte is what taking the head out says, with errors, which the"
            + " source has none of.",
        "A negative susceptibility is a byte that the head expresses. The control is the same with the"
            + " loss without a say.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("network", "2 layers of 4 heads of width 4, 16 numbers a position");
    settings.put("data", ByteTransformer.sequences(size) + " sequences of 16 bytes, each byte a z");
    settings.put("draws", CHAINS + " chains of " + draws(size));
    settings.put("gamma", "the default, P / |w*|^2");
    return settings;
  }

  private static int draws(Size size) {
    return size.of(FULL_DRAWS, QUICK_DRAWS);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    ByteTransformer network = new ByteTransformer(size, seed);
    String settings = settings(size) + ", seed " + seed;
    List<Piece> pieces = new ArrayList<>();
    for (Form form : Form.values()) {
      Found found = new Found(network, form, draws(size), seed);
      for (int head = 0; head < HEADS.size(); head++) {
        int place = head;
        pieces.add(
            new Piece(form.id() + " " + HEADS.get(head), settings, by -> found.head(place, by)));
      }
      for (int k = 0; k < PATTERNS; k++) {
        int pattern = k;
        pieces.add(
            new Piece(
                form.id() + " pattern " + (k + 1), settings, by -> found.pattern(pattern, by)));
      }
    }
    return pieces;
  }

  /** The draws of all heads, once for all rows. */
  private static final class Found {
    private final ByteTransformer network;
    private final Form form;
    private final int draws;
    private final long seed;
    private SusceptibilityEstimator.Outcome outcome;

    Found(ByteTransformer network, Form form, int draws, long seed) {
      this.network = network;
      this.form = form;
      this.draws = draws;
      this.seed = seed;
    }

    private synchronized SusceptibilityEstimator.Outcome outcome(Estimation by) {
      if (outcome == null) {
        double[] w = network.weights(network.last(by), by);
        List<SusceptibilityEstimator.Part> parts =
            HEADS.stream()
                .map(head -> new SusceptibilityEstimator.Part(head, network.head(head)))
                .toList();
        LlcSpec settings =
            LlcSpec.defaults(seed)
                .withSampler("hmc")
                .withChains(CHAINS)
                .edit()
                .draws(draws)
                .build();
        outcome =
            new SusceptibilityEstimator(
                    settings,
                    InfluenceEstimator.Queries.OF_THEMSELVES,
                    form,
                    by.room().map(room -> room.folder().resolve(form.id())),
                    by.kernels(),
                    by.workers())
                .estimate(
                    parts,
                    w,
                    new SusceptibilityEstimator.Asked(0.05, PARTS),
                    Deadline.never(),
                    by.kept());
      }
      return outcome;
    }

    Row head(int place, Estimation by) {
      SusceptibilityEstimator.Outcome all = outcome(by);
      SusceptibilityEstimator.Summary own = all.summary(place);
      Row row =
          Row.empty()
              .with("form", form.id())
              .with("head", HEADS.get(place))
              .with("llc", own.llc().value())
              .with("se", own.llc().se())
              .with("ess", own.ess())
              .with("rhat", own.rhat())
              .with("inert", own.inert())
              .with("stand out", own.found())
              .with("like control", own.likeControl())
              .with("verdict", all.verdicts().get(place).status().label());
      double[] rise =
          network.withoutHead(HEADS.get(place), network.weights(network.last(by), by), by);
      Kind[] kinds = network.kinds();
      for (Kind kind : Kind.values()) {
        double[] apart =
            Arrays.stream(own.apart()).mapToDouble(part -> mean(part, kinds, kind)).toArray();
        row =
            row.with(kind.label(), mean(own.chi(), kinds, kind))
                .with(
                    Estimation.errorOf(kind.label()),
                    Math.sqrt(Moments.variance(apart) / apart.length))
                .with(without(kind), mean(rise, kinds, kind));
      }
      ResponseSpectrum spectrum = all.spectrum();
      for (int k = 0; k < PATTERNS; k++) {
        row = row.with("loading " + (k + 1), spectrum.components()[k][place]);
      }
      return row;
    }

    Row pattern(int k, Estimation by) {
      ResponseSpectrum spectrum = outcome(by).spectrum();
      Kind[] kinds = network.kinds();
      Row row =
          Row.empty()
              .with("form", form.id())
              .with("head", PATTERN + " " + (k + 1))
              .with("singular value", spectrum.values()[k])
              .with("noise", spectrum.edge())
              .with("real patterns", spectrum.real());
      double size = Math.sqrt(kinds.length);
      for (Kind kind : Kind.values()) {
        row = row.with(kind.label(), size * mean(spectrum.data()[k], kinds, kind));
      }
      return row;
    }
  }

  private static String without(Kind kind) {
    return "without it, " + kind.label();
  }

  private static double mean(double[] values, Kind[] kinds, Kind kind) {
    return IntStream.range(0, values.length)
        .filter(z -> kinds[z] == kind)
        .mapToDouble(z -> values[z])
        .average()
        .orElse(Double.NaN);
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<String> sentences = new ArrayList<>();
    List<Findings.Section> sections = new ArrayList<>();
    for (Form form : Form.values()) {
      List<Row> own = Row.where(rows, "form", form.id());
      List<Row> heads = own.stream().filter(row -> !row.text("llc").isEmpty()).toList();
      List<Row> patterns = own.stream().filter(row -> !row.text("noise").isEmpty()).toList();
      Row first = patterns.get(0);
      sentences.add(
          String.format(
              Locale.ROOT,
              "%s: %.0f of %d patterns are above the noise; the first two have singular values %.3g and"
                  + " %.3g beside %.3g of draws that know nothing of each other.",
              form == Form.COMPONENT ? "Each head alone" : "All parameters moving",
              first.number("real patterns"),
              HEADS.size(),
              first.number("singular value"),
              patterns.get(1).number("singular value"),
              first.number("noise")));
      sentences.add(agreement(heads));
      sections.add(
          new Findings.Section(
              form == Form.COMPONENT
                  ? "chi of each head, mean over each kind of byte, nats^2"
                  : "The same where all parameters move",
              heads.stream().map(HeadSusceptibilities::brief).toList()));
      sections.add(
          new Findings.Section(
              form == Form.COMPONENT
                  ? "Loadings of kinds of bytes on the patterns (1 is that of an even pattern)"
                  : "Loadings where all parameters move",
              patterns));
    }
    return new Findings(
        sentences, sections, List.of(chart(Row.where(rows, "form", Form.COMPONENT.id()))));
  }

  private static Row brief(Row row) {
    Row found = row.only("head", "llc", "se", "ess", "stand out", "like control");
    for (Kind kind : Kind.values()) {
      found = found.with(row.only(kind.label(), Estimation.errorOf(kind.label())));
    }
    return found.with(row.only("verdict"));
  }

  /** Kinds of bytes within each head, less the head's mean, so that its size plays no part. */
  private static String agreement(List<Row> heads) {
    double whole = ranked(heads, -1);
    double[] left = new double[heads.size()];
    for (int out = 0; out < left.length; out++) {
      left[out] = ranked(heads, out);
    }
    double mean = Arrays.stream(left).average().orElse(0);
    double squares = Arrays.stream(left).map(x -> (x - mean) * (x - mean)).sum();
    return String.format(
        Locale.ROOT,
        "Within heads, the rank correlation of chi of a kind of byte with the rise of its loss when the"
            + " head is taken out is %.2f +- %.2f (jackknife over heads; -1 if the head expresses"
            + " most what it is needed for most).",
        whole,
        Math.sqrt(squares * (left.length - 1) / left.length));
  }

  private static double ranked(List<Row> heads, int out) {
    List<Double> chi = new ArrayList<>();
    List<Double> rise = new ArrayList<>();
    for (int head = 0; head < heads.size(); head++) {
      if (head != out) {
        add(chi, heads.get(head), false);
        add(rise, heads.get(head), true);
      }
    }
    return RankCorrelation.of(
        chi.stream().mapToDouble(Double::doubleValue).toArray(),
        rise.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void add(List<Double> all, Row head, boolean isRise) {
    double[] own =
        Arrays.stream(Kind.values())
            .mapToDouble(kind -> head.number(isRise ? without(kind) : kind.label()))
            .toArray();
    double mean = Moments.mean(own);
    double sd = Math.sqrt(Moments.variance(own));
    for (double x : own) {
      all.add((x - mean) / sd);
    }
  }

  private static Chart chart(List<Row> rows) {
    List<Row> heads = rows.stream().filter(row -> !row.text("llc").isEmpty()).toList();
    double[] places = IntStream.range(0, heads.size()).asDoubleStream().toArray();
    List<Chart.Series> series = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      double[] values = new double[heads.size()];
      double[] halves = new double[heads.size()];
      for (int head = 0; head < values.length; head++) {
        double inert = heads.get(head).number("inert");
        values[head] = heads.get(head).number(kind.label()) / inert;
        halves[head] = 1.96 * heads.get(head).number(Estimation.errorOf(kind.label())) / inert;
      }
      series.add(new Chart.Series(kind.label(), Chart.Style.JOINED, places, values, halves));
    }
    return new Chart(
        "heads",
        new Chart.Words(
            "What each head answers to",
            "Heads l0h0 to l0h3, then l1h0 to l1h3. chi over Var(L_n), mean over each kind of byte;"
                + " 95% intervals. Below 0: the head expresses them.",
            "Susceptibilities of eight heads to five kinds of bytes."),
        new Chart.Axis("head", Chart.Scale.LINEAR),
        new Chart.Axis("chi / Var(L_n)", Chart.Scale.LINEAR),
        series);
  }
}
