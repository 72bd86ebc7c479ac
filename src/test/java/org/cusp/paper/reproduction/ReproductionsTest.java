package org.cusp.paper.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Targets;
import org.cusp.exact.LayerRanks;
import org.cusp.exact.ReducedRank;
import org.cusp.model.DataLosses;
import org.cusp.model.batch.TensorData;
import org.cusp.paper.Reproductions;
import org.cusp.paper.linear.DeepLinearNetworks;
import org.cusp.paper.linear.NetworkClass;
import org.cusp.paper.networks.ReluTeacher;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReproductionsTest {
  static Stream<Reproduction> all() {
    return Reproductions.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void describesItself(Reproduction reproduction) {
    assertThat(reproduction.key()).matches("[a-z]+([0-9]{4})?(-[a-z]+)*(/[a-z]+(-[a-z]+)*)?");
    assertThat(Reproductions.named(reproduction.key())).isSameAs(reproduction);
    assertThat(reproduction.title()).isNotBlank();
    assertThat(reproduction.citation()).containsAnyOf("arXiv:", "doi:");
    assertThat(reproduction.claim()).isNotEmpty();
    ExpectedTable expected = ExpectedTable.of(reproduction.key());
    assertThat(expected.notes().get(0)).containsAnyOf("arXiv:", "doi:");
    assertThat(expected.rows()).isNotEmpty();
  }

  /** A stored row is found by its id, so no two pieces may share one. */
  @ParameterizedTest
  @MethodSource("all")
  void piecesHaveIdsAndSettingsThatFollowTheSeed(Reproduction reproduction) {
    for (Size size : Size.values()) {
      assertThat(reproduction.settings(size)).isNotEmpty();
      List<Piece> pieces = reproduction.pieces(size, 1);
      Set<String> ids = new HashSet<>(pieces.stream().map(Piece::id).toList());
      assertThat(ids).hasSameSizeAs(pieces);
      List<String> settings = pieces.stream().map(Piece::settings).toList();
      assertThat(reproduction.pieces(size, 1).stream().map(Piece::settings)).isEqualTo(settings);
      assertThat(reproduction.pieces(size, 2).stream().map(Piece::settings))
          .doesNotContainAnyElementsOf(settings);
    }
  }

  @Test
  void unknownNamesGetTheNearest() {
    assertThatThrownBy(() -> Reproductions.named("lau2023-dnl"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("lau2023-dln");
  }

  /** Worked out by hand in the file, by fractions in the code. */
  @Test
  void expectedReducedRankCoefficientsAreThoseOfTheClosedForm() {
    List<Row> rows = ExpectedTable.of("aoyagi2005-rrr").rows();
    assertThat(rows).hasSize(12);
    for (Row row : rows) {
      ReducedRank sizes =
          new ReducedRank(
              (int) row.number("M"),
              (int) row.number("N"),
              (int) row.number("H"),
              (int) row.number("r"));
      assertThat(sizes.rlct().lambdaValue()).as(row.toString()).isEqualTo(row.number("lambda"));
      assertThat((double) sizes.rlct().multiplicity()).isEqualTo(row.number("m"));
    }
    assertThat(rows.stream().map(row -> row.number("case")).distinct()).hasSize(4);
  }

  /** The settings in the code are those that the source's file states. */
  @Test
  void networkClassesAreTheSources() {
    List<Row> rows = ExpectedTable.of(DeepLinearNetworks.KEY).rows();
    assertThat(rows).hasSameSizeAs(NetworkClass.ALL);
    for (int i = 0; i < rows.size(); i++) {
      NetworkClass type = NetworkClass.ALL.get(i);
      Row row = rows.get(i);
      assertThat(type.name()).isEqualTo(row.text("class"));
      assertThat((double) type.narrowest()).isEqualTo(row.number("widths from"));
      assertThat((double) type.widest()).isEqualTo(row.number("widths to"));
      assertThat((double) type.fewestLayers()).isEqualTo(row.number("layers from"));
      assertThat((double) type.mostLayers()).isEqualTo(row.number("layers to"));
      assertThat((double) type.n()).isEqualTo(row.number("n"));
    }
  }

  /** Of the 1K class: bounds, and about half the layers reduced (false alarm below 1e-6). */
  @Test
  void networksFollowTheirLaw() {
    NetworkClass type = NetworkClass.ALL.get(0);
    int layers = 0;
    double reduced = 0;
    double expected = 0;
    for (int i = 0; i < 500; i++) {
      LayerRanks network = type.draw(i, 1);
      assertThat(network.ranks()).hasSizeBetween(2, 4);
      assertThat(network.widths()).allMatch(width -> width >= 5 && width < 50);
      List<Integer> full = LayerRanks.full(network.widths()).ranks();
      for (int l = 0; l < full.size(); l++) {
        assertThat(network.ranks().get(l)).isBetween(1, full.get(l));
        layers++;
        reduced += network.ranks().get(l) < full.get(l) ? 1 : 0;
        expected += 0.5 * (full.get(l) - 1) / full.get(l);
      }
    }
    assertThat(reduced).isCloseTo(expected, within(5 * Math.sqrt(layers / 4.0)));
    assertThat(type.draw(3, 1)).isEqualTo(type.draw(3, 1)).isNotEqualTo(type.draw(3, 2));
  }

  /** Two evaluations of one network, one of them here in plain loops; and the rescaled one. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-4, 1e4})
  void teacherIsTheModelAndRescalingKeepsIt(double factor) {
    ReluTeacher teacher = new ReluTeacher(List.of(3, 5, 4, 2), 20, 1);
    double constant = Math.log(2 * Math.PI * 2);
    try (Workers workers = new Workers(1);
        Slab w =
            Slab.row(KernelProvider.best().memory(), Precision.FLOAT64, teacher.rescaled(factor));
        TensorData data =
            TensorData.of(teacher.data(), KernelProvider.best().memory(), Precision.FLOAT64)) {
      DataLosses losses =
          DataLosses.of(
              teacher.model(), w, teacher.data(), data, KernelProvider.named("nd4j"), workers);
      assertThat(losses.mean()).isCloseTo(constant, within(1e-10));
    }
    double[] y = ((Targets.Values) teacher.data().targets()).values();
    assertThat(Arrays.stream(y).map(Math::abs).max().orElse(0)).isGreaterThan(0.1);
  }
}
