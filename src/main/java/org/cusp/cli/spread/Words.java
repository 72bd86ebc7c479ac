package org.cusp.cli.spread;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cusp.problem.Problems;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command as it was typed, for a process in another folder: paths are absolute, and each option
 * is one word, {@code --name=value}.
 */
public final class Words {
  /** Names of files among commas. */
  private static final Set<String> LISTS_OF_FILES = Set.of("--data");

  private Words() {}

  /**
   * Of a command.
   *
   * @param without options that are left out
   */
  public static List<String> of(ParseResult typed, Set<String> without) {
    List<String> words = new ArrayList<>(List.of(typed.commandSpec().name()));
    for (PositionalParamSpec one : typed.matchedPositionals()) {
      one.stringValues().forEach(value -> words.add(path(value)));
    }
    for (OptionSpec one : typed.matchedOptions()) {
      String name = one.longestName();
      if (without.contains(name)) {
        continue;
      }
      if (one.arity().max() == 0) {
        words.add(name);
      } else {
        one.originalStringValues().forEach(value -> words.add(name + "=" + value(one, value)));
      }
    }
    return words;
  }

  private static String value(OptionSpec option, String value) {
    if (LISTS_OF_FILES.contains(option.longestName())) {
      return Arrays.stream(value.split(",", -1)).map(Words::path).collect(Collectors.joining(","));
    }
    return option.type() == Path.class ? absolute(value) : value;
  }

  /** What is the name of a file here is so anywhere. */
  private static String path(String text) {
    try {
      return !Problems.isProblem(text) && Files.exists(Path.of(text)) ? absolute(text) : text;
    } catch (InvalidPathException e) {
      return text;
    }
  }

  private static String absolute(String text) {
    return Path.of(text).toAbsolutePath().normalize().toString();
  }
}
