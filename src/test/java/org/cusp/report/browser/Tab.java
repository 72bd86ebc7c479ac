package org.cusp.report.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A page in a {@link Chromium}, with a mouse and a keyboard. */
public final class Tab {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Chromium browser;
  private final String session;

  Tab(Chromium browser, String session) throws IOException {
    this.browser = browser;
    this.session = session;
    send("Page.enable", Map.of());
    send("Runtime.enable", Map.of());
    send("Log.enable", Map.of());
    send("Network.enable", Map.of());
  }

  private JsonNode send(String method, Map<String, ?> parameters) throws IOException {
    return browser.send(session, method, parameters);
  }

  /** How wide and high the window is. */
  public Tab sized(int width, int height) throws IOException {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  /** Whether its user prefers dark pages. */
  public Tab coloured(String scheme) throws IOException {
    Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    send("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    return this;
  }

  public Tab scripted(boolean on) throws IOException {
    send("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
    return this;
  }

  /** Loads a file and waits until it is there. */
  public Tab open(Path file) throws IOException, InterruptedException {
    int before = browser.events(session, "Page.loadEventFired").size();
    send("Page.navigate", Map.of("url", file.toUri().toString()));
    for (int i = 0; browser.events(session, "Page.loadEventFired").size() == before; i++) {
      if (i > 6000) {
        throw new IOException(file + " is not loaded after a minute");
      }
      Thread.sleep(10);
    }
    return this;
  }

  /** The value of an expression. */
  public JsonNode value(String expression) throws IOException {
    JsonNode answer =
        send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IOException(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.get("result").path("value");
  }

  public String text(String expression) throws IOException {
    return value(expression).asText();
  }

  /** The texts of all elements that a selector finds. */
  public List<String> texts(String selector) throws IOException {
    List<String> texts = new ArrayList<>();
    value(
            "[...document.querySelectorAll("
                + quoted(selector)
                + ")].map(it => it.textContent.trim())")
        .forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Moves the pointer to a share of an element's width and height. */
  public void point(String selector, double across, double down) throws IOException {
    mouse("mouseMoved", place(selector, across, down));
  }

  public void click(String selector) throws IOException {
    double[] at = place(selector, 0.5, 0.5);
    mouse("mouseMoved", at);
    mouse("mousePressed", at);
    mouse("mouseReleased", at);
  }

  private double[] place(String selector, double across, double down) throws IOException {
    JsonNode box =
        value(
            "(() => { const it = document.querySelector("
                + quoted(selector)
                + "); it.scrollIntoView({block: 'center'});"
                + " const b = it.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })()");
    return new double[] {
      box.get(0).asDouble() + across * box.get(2).asDouble(),
      box.get(1).asDouble() + down * box.get(3).asDouble()
    };
  }

  private void mouse(String type, double[] at) throws IOException {
    String button = type.equals("mouseMoved") ? "none" : "left";
    send(
        "Input.dispatchMouseEvent",
        Map.of("type", type, "x", at[0], "y", at[1], "button", button, "clickCount", 1));
  }

  /** Presses a key, such as {@code ArrowRight}, in the element that has the focus. */
  public void key(String name, int code) throws IOException {
    String text = name.equals("Enter") ? "\r" : "";
    for (String type : List.of(text.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp")) {
      send(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              name,
              "code",
              name,
              "windowsVirtualKeyCode",
              code,
              "text",
              text));
    }
  }

  /** What is in the window. */
  public BufferedImage screenshot() throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png(Map.of("format", "png"))));
  }

  /** The whole page, as a file. */
  public byte[] whole() throws IOException {
    return png(Map.of("format", "png", "captureBeyondViewport", true));
  }

  private byte[] png(Map<String, ?> settings) throws IOException {
    return Base64.getDecoder()
        .decode(send("Page.captureScreenshot", settings).get("data").asText());
  }

  /** Exceptions of scripts, what the console has of errors, and what was refused. */
  public List<String> complaints() {
    return Stream.concat(
            browser.events(session, "Runtime.exceptionThrown").stream(),
            browser.events(session, "Log.entryAdded").stream())
        .map(JsonNode::toString)
        .toList();
  }

  /** The addresses that were asked for, but for files and data. */
  public List<String> foreign() {
    return browser.events(session, "Network.requestWillBeSent").stream()
        .map(event -> event.get("request").get("url").asText())
        .filter(url -> !url.startsWith("file:") && !url.startsWith("data:"))
        .toList();
  }

  private static String quoted(String text) throws IOException {
    return JSON.writeValueAsString(text);
  }
}
