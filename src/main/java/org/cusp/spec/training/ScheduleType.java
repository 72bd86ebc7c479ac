package org.cusp.spec.training;

import java.util.List;
import java.util.function.BiFunction;
import org.cusp.contract.Registry;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/** The registry of schedules: the name in a spec file, the keys it takes, and its reader. */
@Registry("a schedule of the learning rate")
enum ScheduleType {
  CONSTANT("constant", List.of(), (section, steps) -> new Schedule.Constant()),
  COSINE(
      "cosine",
      List.of(Keys.FINAL_FACTOR),
      (section, steps) -> new Schedule.Cosine(steps, section.number(Keys.FINAL_FACTOR).orElse(0))),
  STEP("step", List.of(Keys.DECAY_EVERY, Keys.DECAY_FACTOR), ScheduleType::step);

  private final String id;
  private final List<String> keys;
  private final BiFunction<Section, Integer, Schedule> reader;

  ScheduleType(String id, List<String> keys, BiFunction<Section, Integer, Schedule> reader) {
    this.id = id;
    this.keys = keys;
    this.reader = reader;
  }

  String id() {
    return id;
  }

  List<String> keys() {
    return keys;
  }

  /** The schedule of so many steps, with the warm-up that the section asks for. */
  Schedule read(Section section, int steps) {
    Schedule schedule = reader.apply(section, steps);
    int warmup = section.whole(Keys.WARMUP).orElse(0);
    return warmup == 0 ? schedule : new Schedule.Warmup(warmup, schedule);
  }

  private static Schedule step(Section section, int steps) {
    int every =
        section.whole(Keys.DECAY_EVERY).orElseThrow(() -> section.missing(Keys.DECAY_EVERY));
    return new Schedule.Step(
        every, section.number(Keys.DECAY_FACTOR).orElse(Schedule.Step.DEFAULT_FACTOR));
  }
}
