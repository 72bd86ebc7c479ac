package org.cusp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programmes of docs/library.md, as a reader would copy them. */
class LibraryPageTest {
  @TempDir private Path folder;

  private static Map<String, String> programmes() throws IOException {
    String page = Files.readString(Path.of("docs/library.md"));
    Map<String, String> found = new LinkedHashMap<>();
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);
    while (block.find()) {
      Matcher name = Pattern.compile("public class (\\w+)").matcher(block.group(1));
      assertThat(name.find()).isTrue();
      found.put(name.group(1), block.group(1));
    }
    return found;
  }

  private void compile(String name, String source) throws IOException {
    Path file = folder.resolve(name + ".java");
    Files.writeString(file, source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean done =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-d",
                      folder.toString(),
                      "-cp",
                      System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      assertThat(done).as(messages.toString()).isTrue();
    }
  }

  private String run(String name) throws ReflectiveOperationException, IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static double number(String printed, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(printed);
    assertThat(matcher.find()).as(printed).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  @Test
  void theProgrammesCompileAndSayWhatThePageSays() throws Exception {
    Map<String, String> all = programmes();
    assertThat(all).containsOnlyKeys("Product", "Classes", "Mean");
    for (Map.Entry<String, String> one : all.entrySet()) {
      compile(one.getKey(), one.getValue());
    }
    String product = run("Product");
    assertThat(product).contains("exact 1/2");
    double llc = number(product, "LLC (-?[0-9.]+)");
    assertThat(llc).isBetween(-0.5, 1.0);

    String classes = run("Classes");
    double whole = number(classes, "LLC (-?[0-9.]+)");
    double mean = 0;
    for (int c = 0; c < 3; c++) {
      mean += number(classes, "class " + c + " (-?[0-9.]+)") / 3;
    }
    assertThat(mean).isCloseTo(whole, within(2e-3));
    assertThat(number(classes, "last draw (-?[0-9.]+)")).isFinite();

    String normal = run("Mean");
    double exact = number(normal, "exact (-?[0-9.]+)");
    assertThat(number(normal, "F (-?[0-9.]+)")).isCloseTo(exact, within(0.1));
    assertThat(number(normal, "WAIC (-?[0-9.]+)")).isFinite();
  }
}
