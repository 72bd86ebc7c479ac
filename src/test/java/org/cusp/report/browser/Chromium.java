package org.cusp.report.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium, driven by the DevTools protocol over Java's own WebSocket. */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final int SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final AtomicInteger number = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private WebSocket socket;

  private Chromium(Process process) {
    this.process = process;
  }

  /** The programme, where one is installed. */
  public static Optional<Path> installed() {
    return Stream.of(
            System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param folder for its profile, empty
   */
  public static Chromium start(Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                installed().orElseThrow().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    Chromium browser = new Chromium(process);
    try {
      browser.socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(address(process, folder), browser.new Heard())
              .get(SECONDS, TimeUnit.SECONDS);
      return browser;
    } catch (ExecutionException | TimeoutException e) {
      browser.close();
      throw new IOException("no connection to the browser", e);
    }
  }

  /** It writes port and path of its socket into the profile. */
  private static URI address(Process process, Path folder)
      throws IOException, InterruptedException, TimeoutException {
    Path file = folder.resolve("DevToolsActivePort");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() == 2) {
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
      }
      Thread.sleep(20);
    }
    throw new TimeoutException(
        "the browser has not begun: " + Files.readString(folder.resolve("chromium.log")));
  }

  /** A page of its own. */
  public Tab tab() throws IOException {
    String target =
        send(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    String session =
        send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    return new Tab(this, session);
  }

  /** What it answers to a command. */
  JsonNode send(String session, String method, Map<String, ?> parameters) throws IOException {
    int id = number.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (session != null) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    try {
      socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
      JsonNode found = answer.get(SECONDS, TimeUnit.SECONDS);
      if (found.has("error")) {
        throw new IOException(method + ": " + found.get("error"));
      }
      return found.get("result");
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException(method + " has no answer", e);
    }
  }

  /** What a page has told since it began, of this kind. */
  List<JsonNode> events(String session, String method) {
    return events.stream()
        .filter(it -> it.get("method").asText().equals(method))
        .filter(it -> it.path("sessionId").asText().equals(session))
        .map(it -> it.get("params"))
        .toList();
  }

  /** The whole of it ends. */
  @Override
  public void close() {
    try {
      if (socket != null) {
        send(null, "Browser.close", Map.of());
      }
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private final class Heard implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        hear(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void hear(String message) {
      try {
        JsonNode heard = JSON.readTree(message);
        if (heard.has("id")) {
          asked.remove(heard.get("id").asInt()).complete(heard);
        } else {
          events.add(heard);
        }
      } catch (IOException e) {
        throw new IllegalStateException("the browser does not speak JSON: " + message, e);
      }
    }
  }
}
