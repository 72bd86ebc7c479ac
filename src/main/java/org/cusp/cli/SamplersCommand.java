package org.cusp.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cusp.cli.text.Paragraph;
import org.cusp.format.Json;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Samplers;
import org.cusp.sampler.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp samplers}. */
@StartsWithout(StartsWithout.Part.TENSORS_AND_COMPILER)
@Command(
    name = "samplers",
    mixinStandardHelpOptions = true,
    description =
        "List the samplers of --sampler: exact or on batches, their settings with defaults, and"
            + " where they come from.")
final class SamplersCommand implements Callable<Integer> {
  private static final int COLUMN = 13;

  /** Something to try where a setting has no default. */
  private static final double FOUND = 0.01;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  /**
   * A sampler; the components' names are the names in the JSON.
   *
   * @param exact whether it has a Metropolis step on all data
   */
  private record Entry(
      String name, boolean exact, String meaning, List<Key> settings, String source) {
    static Entry of(Sampler sampler) {
      return new Entry(
          sampler.name(),
          sampler.isExact(),
          sampler.summary(),
          sampler.parameters().stream().map(Key::of).toList(),
          sampler.source());
    }

    /** With the last of its settings, which is the step size only where there is no other. */
    String example() {
      Key last = settings.get(settings.size() - 1);
      return name + ":" + last.key() + "=" + last.example();
    }
  }

  /**
   * A setting.
   *
   * @param otherwise its default; null where it is found
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Key(String key, @JsonProperty("default") Double otherwise, String meaning) {
    static Key of(Setting setting) {
      return new Key(
          setting.key(), setting.hasDefault() ? setting.value() : null, setting.meaning());
    }

    String described() {
      return String.format(
          Locale.ROOT, "%s (default: %s)", meaning, otherwise == null ? "found" : otherwise);
    }

    /** Not the default. */
    String example() {
      return Double.toString(otherwise == null ? FOUND : otherwise / 2);
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Entry> entries = Samplers.ALL.stream().map(Entry::of).toList();
    if (json) {
      out.println(Json.text(entries));
      return Cusp.DONE;
    }
    out.println("Samplers of cusp llc and cusp calibrate; auto chooses by what a gradient costs.");
    out.println("Exact ones have a Metropolis step on all data, the others move on batches.");
    for (Entry entry : entries) {
      out.println();
      out.println(entry.name());
      print(out, "sampler", entry.meaning());
      print(out, "draws", entry.exact() ? "exact, on all data" : "on batches");
      entry.settings().forEach(key -> print(out, key.key(), key.described()));
      print(out, "try", "--sampler " + entry.example());
      print(out, "source", entry.source());
    }
    out.flush();
    return Cusp.DONE;
  }

  private static void print(PrintWriter out, String label, String text) {
    Paragraph.lines("  " + label, COLUMN, text).forEach(out::println);
  }
}
