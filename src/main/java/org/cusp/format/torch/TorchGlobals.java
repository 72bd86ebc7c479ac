package org.cusp.format.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.format.ElementType;
import org.cusp.format.Strides;
import org.cusp.format.pickle.Blocked;
import org.cusp.format.pickle.Global;
import org.cusp.format.pickle.Globals;
import org.cusp.format.pickle.NumpyGlobals;
import org.cusp.format.pickle.Opaque;
import org.cusp.format.pickle.PickleTuple;

/**
 * The names that state dictionaries of torch need: storages, {@code _rebuild_tensor} and its
 * successors, parameters, {@code torch.Size}. Format: the public functions in torch/_utils.py.
 */
final class TorchGlobals implements Globals {
  private static final String UTILS = "torch._utils";
  private static final int MOST_AXES = 64;
  private static final Map<String, ElementType> STORAGES =
      Map.ofEntries(
          Map.entry("DoubleStorage", ElementType.F64),
          Map.entry("FloatStorage", ElementType.F32),
          Map.entry("HalfStorage", ElementType.F16),
          Map.entry("BFloat16Storage", ElementType.BF16),
          Map.entry("LongStorage", ElementType.I64),
          Map.entry("IntStorage", ElementType.I32),
          Map.entry("ShortStorage", ElementType.I16),
          Map.entry("CharStorage", ElementType.I8),
          Map.entry("ByteStorage", ElementType.U8),
          Map.entry("UntypedStorage", ElementType.U8),
          Map.entry("BoolStorage", ElementType.BOOL));
  private final String where;
  private final NumpyGlobals others = new NumpyGlobals();
  private final Map<String, ElementType> storages = new LinkedHashMap<>();

  TorchGlobals(String where) {
    this.where = where;
  }

  /** The storages named so far, with the types of their numbers. */
  Map<String, ElementType> storages() {
    return storages;
  }

  @Override
  public Object persistent(Object id) {
    // Before 1.6 the class of a whole module was kept with its source code.
    if (id instanceof PickleTuple module && "module".equals(module.at(0))) {
      return module.at(1);
    }
    if (!(id instanceof PickleTuple tuple) || !"storage".equals(tuple.at(0))) {
      throw damaged("a persistent name that is no storage");
    }
    if (!(tuple.at(2) instanceof String key) || !(tuple.at(4) instanceof Long numbers)) {
      throw damaged("a storage without key or size");
    }
    if (!(tuple.at(1) instanceof Global named)) {
      throw damaged("a storage without a type");
    }
    ElementType type = named.module().startsWith("torch") ? STORAGES.get(named.name()) : null;
    if (type == null) {
      return new Opaque(named, List.of());
    }
    storages.put(key, type);
    long start =
        tuple.at(5) instanceof PickleTuple view && view.at(1) instanceof Long from ? from : 0;
    return new TorchStorage(key, type, start, numbers);
  }

  @Override
  public Object call(Global function, List<Object> arguments) {
    if (function.is(UTILS, "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3")) {
      return tensor(function, arguments);
    }
    if (function.is(UTILS, "_rebuild_parameter", "_rebuild_parameter_with_state")) {
      return arguments.isEmpty() ? new Blocked(function) : arguments.get(0);
    }
    if (function.is("torch._tensor", "_rebuild_from_type_v2")) {
      return ofType(function, arguments);
    }
    if (function.is("torch.nn.parameter", "Parameter", "Buffer") && !arguments.isEmpty()) {
      return arguments.get(0);
    }
    if (function.module().equals(UTILS) && function.name().startsWith("_rebuild")) {
      return new Blocked(function);
    }
    if (function.is("torch", "Size") && !arguments.isEmpty()) {
      return arguments.get(0);
    }
    return others.call(function, arguments);
  }

  /** (function, class, arguments, state): a tensor that carries attributes. */
  private Object ofType(Global function, List<Object> arguments) {
    boolean plain =
        arguments.size() >= 3
            && arguments.get(0) instanceof Global inner
            && inner.module().equals(UTILS)
            && arguments.get(1) instanceof Global type
            && type.module().startsWith("torch")
            && arguments.get(2) instanceof PickleTuple;
    return plain
        ? call((Global) arguments.get(0), ((PickleTuple) arguments.get(2)).items())
        : new Blocked(function);
  }

  /** (storage, offset, shape, strides, requires_grad, hooks, dtype of version 3). */
  private Object tensor(Global function, List<Object> arguments) {
    if (arguments.size() < 4) {
      throw damaged(function + " with " + arguments.size() + " arguments");
    }
    if (arguments.get(0) instanceof Opaque unknown) {
      return new Blocked(unknown.type());
    }
    if (!(arguments.get(0) instanceof TorchStorage storage)
        || !(arguments.get(1) instanceof Long offset)) {
      throw damaged("a tensor without storage or offset");
    }
    Optional<ElementType> type =
        function.name().endsWith("3") ? typeOf(arguments) : Optional.of(storage.type());
    if (type.isEmpty()) {
      Object named = arguments.size() > 6 ? arguments.get(6) : null;
      return new Blocked(named instanceof Global global ? global : function);
    }
    try {
      Strides strides = new Strides(offset, lengths(arguments.get(2)), lengths(arguments.get(3)));
      return new TorchTensor(storage, type.get(), strides);
    } catch (InvalidInput e) {
      throw new InvalidInput(where + ": " + e.getMessage(), e);
    }
  }

  private static Optional<ElementType> typeOf(List<Object> arguments) {
    return arguments.size() > 6
            && arguments.get(6) instanceof Global named
            && named.module().equals("torch")
        ? ElementType.ofName(named.name())
        : Optional.empty();
  }

  private long[] lengths(Object axes) {
    List<?> items = axes instanceof PickleTuple tuple ? tuple.items() : new ArrayList<>();
    if (axes instanceof List<?> list) {
      items = list;
    }
    if (items.size() > MOST_AXES) {
      throw damaged("a tensor of " + items.size() + " axes");
    }
    return items.stream()
        .mapToLong(
            item -> {
              if (item instanceof Long length && length >= 0) {
                return length;
              }
              throw damaged("a tensor whose shape or stride is no whole number >= 0");
            })
        .toArray();
  }

  private InvalidInput damaged(String what) {
    return new InvalidInput(where + ": damaged pickle: " + what);
  }
}
