package org.cusp.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cusp.contract.InvalidInput;

/**
 * Puts keys into a section of the text of a spec, which is kept beside what is made from it. The
 * other sections stay as they were written, comments and all.
 */
public final class SpecEdit {
  private static final ObjectMapper PLAIN = new ObjectMapper();

  private SpecEdit() {}

  /**
   * The text with these keys in a section, which is made at the end where there is none.
   *
   * @param values whole numbers, numbers, texts, or lists of whole numbers, by their keys
   * @param without keys that are taken out first
   * @param nameForMessages what messages call the text
   * @throws InvalidInput if the section does not begin a line, so that it cannot be replaced
   */
  public static String with(
      String text,
      String section,
      Map<String, ?> values,
      Set<String> without,
      String nameForMessages) {
    JsonNode root = SpecReader.tree(text);
    JsonNode before = root.path(section);
    ObjectNode now = PLAIN.createObjectNode();
    if (before instanceof ObjectNode there) {
      now.setAll(there);
    }
    now.remove(without);
    values.forEach((key, value) -> now.set(key, PLAIN.valueToTree(value)));
    String written = written(section, now);
    // The section ends where the next line begins that is neither empty, indented nor a comment.
    Matcher block =
        Pattern.compile("(?m)^" + section + "[ \\t]*:.*(?:\\R(?:[ \\t#].*)?(?=\\R|\\z))*\\R?")
            .matcher(text);
    if (block.find()) {
      return text.substring(0, block.start()) + written + text.substring(block.end());
    }
    if (!before.isMissingNode() || root.isObject() && text.stripLeading().startsWith("{")) {
      throw new InvalidInput(
          nameForMessages
              + ": options for its section "
              + section
              + " need a spec file whose sections begin a line each; write them in the file");
    }
    return text + (text.endsWith("\n") ? "" : "\n") + written;
  }

  private static String written(String section, ObjectNode values) {
    StringBuilder text = new StringBuilder(section).append(":\n");
    for (Map.Entry<String, JsonNode> value : values.properties()) {
      text.append("  ").append(value.getKey()).append(": ").append(json(value.getValue()));
      text.append('\n');
    }
    return text.toString();
  }

  /** JSON is YAML. */
  private static String json(JsonNode value) {
    try {
      return PLAIN.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of a YAML file can be written", e);
    }
  }
}
