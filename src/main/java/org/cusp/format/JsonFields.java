package org.cusp.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.MayBeNull;

/**
 * Holds a JSON document against the record that it is to become: every field that the record cannot
 * do without must be there and of its kind. What is no record, list, map, text or number is left to
 * its own reader.
 *
 * @param document what messages call it
 */
record JsonFields(String document) {
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, long.class, Integer.class, Long.class);
  private static final Set<JsonInclude.Include> LEAVE_OUT =
      Set.of(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_EMPTY);
  private static final Set<Class<?>> REAL = Set.of(double.class, Double.class);
  private static final Set<Class<?>> BOXES = Set.of(Integer.class, Long.class, Double.class);

  /**
   * Checks a document.
   *
   * @throws InvalidInput naming the first field that is missing or of another kind
   */
  void check(JsonNode node, Class<?> type) {
    value("", node, type);
  }

  private void value(String path, JsonNode node, Type type) {
    if (type instanceof ParameterizedType generic) {
      collection(path, node, generic);
    } else if (type instanceof Class<?> plain) {
      plain(path, node, plain);
    }
  }

  private void collection(String path, JsonNode node, ParameterizedType type) {
    Type[] of = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      require(node.isArray(), path, "a list", node);
      for (int i = 0; i < node.size(); i++) {
        value(path + "[" + i + "]", node.get(i), of[0]);
      }
    } else if (type.getRawType() == Map.class) {
      require(node.isObject(), path, "an object", node);
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        value(below(path, entry.getKey()), entry.getValue(), of[1]);
      }
    }
  }

  private void plain(String path, JsonNode node, Class<?> type) {
    if (type.isRecord()) {
      record(path, node, type, field -> true);
    } else if (type == String.class) {
      require(node.isTextual(), path, "a text", node);
    } else if (REAL.contains(type)) {
      require(node.isNumber() || node.isNull(), path, "a number", node);
    } else if (WHOLE.contains(type)) {
      boolean isInt = type == int.class || type == Integer.class;
      boolean fits = isInt ? node.canConvertToInt() : node.canConvertToLong();
      require(node.isIntegralNumber() && fits, path, "a whole number", node);
    } else if (type == boolean.class) {
      require(node.isBoolean(), path, "true or false", node);
    } else if (type == double[].class) {
      require(node.isArray(), path, "a list of numbers", node);
      node.forEach(one -> require(one.isNumber() || one.isNull(), path, "a list of numbers", one));
    }
  }

  private void record(String path, JsonNode node, Class<?> type, Predicate<String> isWritten) {
    require(node.isObject(), path, "an object", node);
    for (RecordComponent component : type.getRecordComponents()) {
      if (isWritten.test(component.getName())) {
        component(path, node, component);
      }
    }
  }

  private void component(String path, JsonNode record, RecordComponent component) {
    Class<?> type = component.getType();
    if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
      if (!mayBeNull(component) || isBegun(record, type)) {
        record(path, record, type, written(component));
      }
      return;
    }
    String field = below(path, component.getName());
    JsonNode node = record.get(component.getName());
    boolean isAbsent = node == null || node.isNull() && type != double.class;
    if (isAbsent && !mayBeNull(component)) {
      throw new InvalidInput(
          document + ": the field " + field + (node == null ? " is missing" : " is null"));
    } else if (!isAbsent && type.isRecord()) {
      record(field, node, type, written(component));
    } else if (!isAbsent) {
      value(field, node, component.getGenericType());
    }
  }

  /** Whether an unwrapped record is there: one of its fields is. */
  private static boolean isBegun(JsonNode record, Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .anyMatch(component -> record.has(component.getName()));
  }

  /** Which fields of its record a component writes, by annotations on it or within them. */
  private static Predicate<String> written(RecordComponent component) {
    Predicate<String> written = field -> true;
    for (Annotation outer : component.getAccessor().getAnnotations()) {
      for (AnnotatedElement on : List.of(component.getAccessor(), outer.annotationType())) {
        JsonIncludeProperties only = on.getAnnotation(JsonIncludeProperties.class);
        JsonIgnoreProperties without = on.getAnnotation(JsonIgnoreProperties.class);
        written = only == null ? written : written.and(List.of(only.value())::contains);
        written =
            without == null
                ? written
                : written.and(Predicate.not(List.of(without.value())::contains));
      }
    }
    return written;
  }

  private static boolean mayBeNull(RecordComponent component) {
    return BOXES.contains(component.getType())
        || component.isAnnotationPresent(MayBeNull.class)
        || leavesOut(component.getAccessor().getAnnotation(JsonInclude.class))
        || !component.getType().isPrimitive()
            && leavesOut(component.getDeclaringRecord().getAnnotation(JsonInclude.class));
  }

  private static boolean leavesOut(JsonInclude include) {
    return include != null && LEAVE_OUT.contains(include.value());
  }

  private void require(boolean holds, String path, String expected, JsonNode found) {
    if (!holds) {
      String place = path.isEmpty() ? "" : "the field " + path + " ";
      throw new InvalidInput(
          document
              + ": "
              + place
              + "must be "
              + expected
              + ", got "
              + Shown.text(found.toString()));
    }
  }

  private static String below(String path, String name) {
    String shown = name.replaceAll("\\p{C}", "?");
    return path.isEmpty() ? shown : path + "." + shown;
  }
}
