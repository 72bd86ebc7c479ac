package org.cusp.format.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.RegularFile;
import org.cusp.format.Shown;
import org.cusp.format.TensorFile;
import org.cusp.format.WeightsFile;

/**
 * A folder with the weights in one file of a usual name, in several that {@code
 * model.safetensors.index.json} or its like lists ({@code weight_map}: tensor to file), or in the
 * only file of weights beside a {@code config.json}.
 */
public final class WeightsFolder {
  private static final int MOST_JSON = 64 << 20;
  private static final String INDEX = ".index.json";
  private static final String CONFIG = "config.json";
  private static final List<String> USUAL =
      List.of(
          "model.safetensors",
          "model.safetensors" + INDEX,
          "pytorch_model.bin",
          "pytorch_model.bin" + INDEX,
          "flax_model.msgpack",
          "model.onnx");
  private static final Set<String> ENDINGS =
      Set.of(
          "pt",
          "pth",
          "th",
          "bin",
          "ckpt",
          "safetensors",
          "npz",
          "msgpack",
          "h5",
          "hdf5",
          "onnx",
          "pkl");
  private static final List<String> SIZES =
      List.of("n_layer", "num_hidden_layers", "n_embd", "hidden_size", "n_head", "vocab_size");

  private WeightsFolder() {}

  /** Whether this is a folder or an index of one. */
  public static boolean recognises(Path path) {
    return Files.isDirectory(path) || path.toString().endsWith(INDEX);
  }

  /** Whether this is a folder with weights under a usual name. */
  public static boolean hasWeights(Path path) {
    return Files.isDirectory(path) && weightsIn(path).isPresent();
  }

  private static Optional<Path> weightsIn(Path folder) {
    return USUAL.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .or(() -> besideConfig(folder));
  }

  /** The only file of weights in a folder with a configuration, as TransformerLens is kept. */
  private static Optional<Path> besideConfig(Path folder) {
    if (!Files.isRegularFile(folder.resolve(CONFIG))) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> weights =
          files.filter(Files::isRegularFile).filter(WeightsFolder::isNamedAsWeights).toList();
      return weights.size() == 1 ? Optional.of(weights.get(0)) : Optional.empty();
    } catch (IOException e) {
      throw new InvalidInput(folder + ": cannot be read", e);
    }
  }

  /** Whether the ending of a file's name is one of torch, safetensors, NumPy or the like. */
  public static boolean isNamedAsWeights(Path file) {
    String name = file.getFileName().toString();
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /**
   * Reads the weights of a folder, or those that an index lists.
   *
   * @throws InvalidInput if there are none
   */
  public static WeightsFile read(Path path) {
    if (!Files.isDirectory(path)) {
      return sharded(path);
    }
    Path file = requireWeights(path);
    WeightsFile weights = file.toString().endsWith(INDEX) ? sharded(file) : WeightsFile.read(file);
    WeightsFile whole =
        file.toString().endsWith(INDEX) ? configured(path.resolve(CONFIG), weights) : weights;
    return whole.saying(List.of("read from " + file.getFileName()));
  }

  /**
   * SHA-256 of the bytes of a file of weights, in hexadecimal; of a folder or an index that of all
   * files that its weights are read from, one after the other.
   */
  public static String sha256(Path path) {
    Path file = Files.isDirectory(path) ? requireWeights(path) : path;
    List<Path> all = new ArrayList<>(List.of(file));
    if (file.toString().endsWith(INDEX)) {
      byFile(file).keySet().forEach(name -> all.add(shard(file, name)));
    }
    MessageDigest digest = digest();
    for (Path each : all) {
      try (InputStream in = Files.newInputStream(RegularFile.require(each));
          OutputStream sink = OutputStream.nullOutputStream();
          DigestOutputStream through = new DigestOutputStream(sink, digest)) {
        in.transferTo(through);
      } catch (IOException e) {
        throw new InvalidInput(each + ": cannot be read", e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Path requireWeights(Path folder) {
    return weightsIn(folder)
        .orElseThrow(
            () ->
                new InvalidInput(
                    folder
                        + ": is a folder without weights ("
                        + String.join(", ", USUAL)
                        + ", or one file of weights beside config.json)"));
  }

  /** The weights with what the configuration in their folder says, where there is one. */
  public static WeightsFile beside(Path file, WeightsFile weights) {
    return configured(file.toAbsolutePath().resolveSibling(CONFIG), weights);
  }

  private static WeightsFile configured(Path file, WeightsFile weights) {
    if (!Files.isRegularFile(file)) {
      return weights;
    }
    JsonNode config = json(file);
    Map<String, String> settings = new LinkedHashMap<>();
    flatten("", config, settings);
    return weights.withSettings(settings).saying(said(config));
  }

  /** Numbers, truths and texts, the keys of nested ones joined by dots. */
  private static void flatten(String prefix, JsonNode node, Map<String, String> settings) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = entry.getValue();
      if (value.isObject() && prefix.isEmpty()) {
        flatten(entry.getKey() + ".", value, settings);
      } else if (value.isValueNode() && !value.isNull()) {
        settings.put(prefix + entry.getKey(), value.asText());
      }
    }
  }

  private static List<String> said(JsonNode config) {
    StringBuilder said = new StringBuilder("config.json: ");
    said.append(Shown.text(config.path("model_type").asText("no model_type")));
    for (String size : SIZES) {
      if (config.path(size).isIntegralNumber()) {
        said.append(", ").append(size).append(' ').append(config.path(size).asLong());
      }
    }
    return List.of(said.toString());
  }

  /** The tensors of each file that an index lists. */
  private static Map<String, List<String>> byFile(Path index) {
    JsonNode map = json(index).path("weight_map");
    Map<String, List<String>> byFile = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String file = entry.getValue().asText();
      byFile.computeIfAbsent(file, key -> new ArrayList<>()).add(entry.getKey());
    }
    if (byFile.isEmpty()) {
      throw new InvalidInput(index + ": has no weight_map of tensors to files");
    }
    return byFile;
  }

  private static WeightsFile sharded(Path index) {
    Map<String, List<String>> byFile = byFile(index);
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    String format = "";
    for (Map.Entry<String, List<String>> shard : byFile.entrySet()) {
      WeightsFile part = WeightsFile.asStored(shard(index, shard.getKey()));
      format = part.format();
      for (String name : shard.getValue()) {
        NamedTensor tensor = part.content().tensors().get(name);
        if (tensor == null) {
          throw new InvalidInput(
              index + ": tensor " + Shown.text(name) + " is not in " + Shown.text(shard.getKey()));
        }
        tensors.put(name, tensor);
      }
    }
    return new WeightsFile(
        format + " in " + byFile.size() + " files",
        WeightsFile.Order.LOST,
        new TensorFile(Map.of(), tensors),
        List.of());
  }

  /** A file beside the index: its name may not lead elsewhere. */
  private static Path shard(Path index, String name) {
    boolean plain = !name.isEmpty() && name.matches("[^/\\\\\\p{C}]+") && !name.endsWith(INDEX);
    Path file = plain ? index.resolveSibling(name) : index;
    if (!plain || !Files.isRegularFile(file)) {
      throw new InvalidInput(index + ": there is no file " + Shown.text(name) + " beside it");
    }
    return file;
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(RegularFile.bytes(file, MOST_JSON));
    } catch (JsonProcessingException e) {
      throw new InvalidInput(file + ": is not JSON", e);
    } catch (IOException e) {
      throw new InvalidInput(file + ": cannot be read", e);
    }
  }
}
