package org.cusp.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class CrewTest {
  @Test
  void aThreadByItselfIsACrewOfOne() {
    assertThat(Crew.current().size()).isEqualTo(1);
    List<Integer> seen = new CopyOnWriteArrayList<>();
    Crew.current().run(3, seen::add);
    assertThat(seen).containsExactly(0, 1, 2);
  }

  @Test
  void threadsWithoutATaskHelpThoseThatHaveOne() {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    try (Workers workers = new Workers(5)) {
      workers.run(1, task -> sizes.add(Crew.current().size()));
      workers.run(2, task -> sizes.add(Crew.current().size()));
      workers.run(5, task -> sizes.add(Crew.current().size()));
      workers.run(9, task -> sizes.add(Crew.current().size()));
    }
    assertThat(sizes.get(0)).isEqualTo(5);
    assertThat(sizes.subList(1, 3)).containsOnly(3);
    assertThat(sizes.subList(3, 17)).containsOnly(1);
    assertThat(Crew.current().size()).isEqualTo(1);
  }

  /** Two parts that wait for each other end only where both run at once. */
  @Test
  void partsRunAtOnceAndEachOnce() {
    AtomicIntegerArray times = new AtomicIntegerArray(20);
    CountDownLatch both = new CountDownLatch(2);
    try (Workers workers = new Workers(2)) {
      workers.run(
          1,
          task ->
              Crew.current()
                  .run(
                      20,
                      part -> {
                        times.incrementAndGet(part);
                        assertThat(Crew.current().size()).isLessThanOrEqualTo(2);
                        both.countDown();
                        await(both);
                      }));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(times.get(i)).isEqualTo(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failuresReachWhoeverAsked() {
    List<Integer> done = Collections.synchronizedList(new CopyOnWriteArrayList<>());
    try (Workers workers = new Workers(3)) {
      assertThatThrownBy(
              () ->
                  workers.run(
                      1,
                      task ->
                          Crew.current()
                              .run(
                                  6,
                                  part -> {
                                    if (part == 2) {
                                      throw new IllegalStateException("no memory");
                                    }
                                    done.add(part);
                                  })))
          .hasMessage("no memory");
    }
    assertThat(done).hasSize(5);
  }
}
