package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.WrongKernels;
import org.junit.jupiter.api.Test;

/** A machine whose kernels are right, and one of whose kernels are not. */
class DoctorCommandTest {
  @Test
  void everyKernelIsInTheTable() {
    CommandRun run = CommandRun.of("doctor");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("kernels agree with those of nd4j", "multiply NO YES", "update leapfrog")
        .contains("categorical", "gather", "float32", "float64")
        .containsPattern("ok +parity");
    // Of a busy machine its slow products may be called bad.
    assertThat(run.code()).isEqualTo(run.out().contains("BAD ") ? 2 : 0);
  }

  @Test
  void aWrongKernelIsNamed() {
    KernelProvider reference = KernelProvider.named("nd4j");
    KernelProvider wrong =
        new WrongKernels(
            "exchange",
            (Kernels right, java.lang.reflect.Method method, Object[] arguments) -> null);
    List<DoctorCommand.KernelFinding> parity = DoctorCommand.parity(wrong, reference);
    assertThat(parity)
        .filteredOn(one -> !one.good())
        .singleElement()
        .satisfies(one -> assertThat(one.kernel()).isEqualTo("exchange"));
    DoctorCommand.Finding summary = DoctorCommand.summary(parity, reference);
    assertThat(summary.found())
        .isEqualTo(
            (parity.size() - 1) + " of " + parity.size() + " kernels agree with those of nd4j");
    assertThat(summary.advice()).contains("exchange", "use --kernels nd4j");
    assertThat(DoctorCommand.code(List.of(summary))).isEqualTo(2);
  }
}
