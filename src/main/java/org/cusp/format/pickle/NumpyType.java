package org.cusp.format.pickle;

import java.nio.ByteOrder;
import java.util.Optional;
import org.cusp.format.ElementType;

/** A NumPy dtype: its letter and size, and then, as state, its byte order. */
public final class NumpyType {
  private final String code;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  NumpyType(String code) {
    boolean ordered = !code.isEmpty() && "<>|=".indexOf(code.charAt(0)) >= 0;
    this.code = ordered ? code.substring(1) : code;
    order = code.startsWith(">") ? ByteOrder.BIG_ENDIAN : order;
  }

  void build(PickleTuple state) {
    order = ">".equals(state.at(1)) ? ByteOrder.BIG_ENDIAN : order;
  }

  String code() {
    return code;
  }

  Optional<ElementType> type() {
    return ElementType.ofNumpy(code);
  }

  ByteOrder order() {
    return order;
  }
}
