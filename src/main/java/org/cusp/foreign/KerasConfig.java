package org.cusp.foreign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.cusp.format.hdf.HdfFile;

/** What Keras wrote of its model beside the weights. */
final class KerasConfig {
  private static final List<String> NONE = List.of("linear", "softmax", "log_softmax");

  private KerasConfig() {}

  /** The activation of the hidden layers, where all have one and the same. */
  static Optional<Nonlinearity> activation(Contents contents) {
    String text = contents.weights().content().metadata().get(HdfFile.MODEL_CONFIG);
    if (text == null) {
      return Optional.empty();
    }
    try {
      TreeSet<String> found = new TreeSet<>();
      for (JsonNode value : new ObjectMapper().readTree(text).findValues("activation")) {
        if (value.isTextual() && !NONE.contains(value.asText())) {
          found.add(value.asText());
        }
      }
      boolean one = found.size() == 1 && Nonlinearity.names().contains(found.first());
      return one ? Optional.of(Nonlinearity.named(found.first())) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
