package org.cusp.format.pickle;

import java.util.ArrayList;
import java.util.List;

/** The names that pickled dictionaries of NumPy arrays need. */
public final class NumpyGlobals implements Globals {
  @Override
  public Object call(Global function, List<Object> arguments) {
    if (function.is("collections", "OrderedDict", "defaultdict")) {
      return new PickleDict();
    }
    // A tensor of torch in a plain pickle has its numbers in a pickle of its own.
    if (function.is("torch.storage", "_load_from_bytes")
        || function.module().equals("torch._utils") && function.name().startsWith("_rebuild")) {
      return new Blocked(function);
    }
    if (isNumpyCore(function, "multiarray", "_reconstruct")) {
      return new NumpyArray();
    }
    if (isNumpyCore(function, "numeric", "_frombuffer") && arguments.size() >= 4) {
      NumpyArray array = new NumpyArray();
      boolean fortran = "F".equals(arguments.get(3));
      array.fill(arguments.get(2), arguments.get(1), fortran, arguments.get(0));
      return array;
    }
    if (function.is("numpy", "dtype") && !arguments.isEmpty()) {
      return arguments.get(0) instanceof String code
          ? new NumpyType(code)
          : new Opaque(function, arguments);
    }
    return bytes(function, arguments);
  }

  /** Python 3 writes bytes for Python 2 as a text and its encoding; the text will do. */
  private static Object bytes(Global function, List<Object> arguments) {
    boolean encoded =
        function.is("_codecs", "encode")
            && arguments.size() == 2
            && arguments.get(0) instanceof String
            && "latin1".equals(arguments.get(1));
    if (encoded) {
      return arguments.get(0);
    }
    if (function.is("__builtin__", "bytearray", "set", "list", "dict")
        || function.is("builtins", "bytearray", "set", "list", "dict")) {
      return builtin(function, arguments);
    }
    return new Opaque(function, arguments);
  }

  private static Object builtin(Global function, List<Object> arguments) {
    boolean given = !arguments.isEmpty();
    return switch (function.name()) {
      case "bytearray" ->
          given && arguments.get(0) instanceof byte[] bytes
              ? bytes
              : new Opaque(function, arguments);
      case "dict" -> given ? new Opaque(function, arguments) : new PickleDict();
      default ->
          given && arguments.get(0) instanceof List<?> items ? items : new ArrayList<Object>();
    };
  }

  /** The package was renamed in NumPy 2. */
  private static boolean isNumpyCore(Global function, String module, String name) {
    return function.is("numpy.core." + module, name) || function.is("numpy._core." + module, name);
  }

  @Override
  public Object persistent(Object id) {
    return new Opaque(new Global("pickle", "persistent_load"), List.of());
  }
}
