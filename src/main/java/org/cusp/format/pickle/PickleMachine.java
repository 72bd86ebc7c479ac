package org.cusp.format.pickle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Source;

/**
 * Reads one pickle (protocols 2 to 5) as data. Known are the operations that dictionaries of
 * tensors need; a global is a name and no more, and calling it is a question to {@link Globals},
 * which answers with data. Texts are String, whole numbers Long or BigInteger, floats Double, None
 * null, bytes byte[], lists and sets List, and tuples, dictionaries and unknown objects the classes
 * of this package. Format: Python's module pickletools.
 *
 * <p>Time and memory are bounded by the length of the pickle: every operation takes at least one
 * byte and adds at most one object.
 */
public final class PickleMachine {
  private static final Object MARK =
      new Object() {
        @Override
        public String toString() {
          return "a mark";
        }
      };

  private final Source source;
  private final PickleInput in;
  private final Globals globals;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  private PickleMachine(Source source, Globals globals) {
    this.source = source;
    this.in = new PickleInput(source);
    this.globals = globals;
  }

  /**
   * The object of the pickle that begins here; the source then stands behind it.
   *
   * @throws InvalidInput if it is damaged or uses an operation that is not known
   */
  public static Object load(Source source, Globals globals) throws IOException {
    PickleMachine machine = new PickleMachine(source, globals);
    for (int operation = machine.in.operation(); operation != '.'; ) {
      machine.run(operation);
      operation = machine.in.operation();
    }
    return machine.pop();
  }

  private void run(int operation) throws IOException {
    boolean known =
        number(operation)
            || text(operation)
            || container(operation)
            || filling(operation)
            || memory(operation)
            || object(operation);
    if (!known) {
      throw source.fault(
          "not a pickle of tensors: operation 0x"
              + Integer.toHexString(operation)
              + " is none that they need");
    }
  }

  private boolean number(int operation) throws IOException {
    switch (operation) {
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.signed4());
      case 'K' -> push((long) in.unsigned1());
      case 'M' -> push((long) in.unsigned2());
      case 0x8a -> push(in.integer(in.unsigned1()));
      case 0x8b -> push(in.integer(in.unsigned4()));
      case 'G' -> push(in.real());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(int operation) throws IOException {
    switch (operation) {
      case 'X' -> push(in.text(in.unsigned4()));
      case 0x8c -> push(in.text(in.unsigned1()));
      case 0x8d -> push(in.text(in.signed8()));
      case 'U' -> push(in.latin(in.unsigned1()));
      case 'T' -> push(in.latin(in.unsigned4()));
      case 'C' -> push(in.bytes(in.unsigned1()));
      case 'B' -> push(in.bytes(in.unsigned4()));
      case 0x8e, 0x96 -> push(in.bytes(in.signed8()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int operation) {
    switch (operation) {
      case ')' -> push(new PickleTuple(List.of()));
      case 't' -> push(new PickleTuple(popToMark()));
      case 0x85 -> push(new PickleTuple(popLast(1)));
      case 0x86 -> push(new PickleTuple(popLast(2)));
      case 0x87 -> push(new PickleTuple(popLast(3)));
      case ']', 0x8f -> push(new ArrayList<Object>());
      case '}' -> push(new PickleDict());
      case 0x91 -> push(popToMark());
      case '(' -> push(MARK);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean filling(int operation) {
    switch (operation) {
      case 'a' -> append(popLast(1));
      case 'e', 0x90 -> append(popToMark());
      case 's' -> put(popLast(2));
      case 'u' -> put(popToMark());
      case '0' -> pop();
      case '1' -> popToMark();
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memory(int operation) throws IOException {
    switch (operation) {
      case 'q' -> memo.put((long) in.unsigned1(), top());
      case 'r' -> memo.put(in.unsigned4(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> push(remembered(in.unsigned1()));
      case 'j' -> push(remembered(in.unsigned4()));
      case 0x80 -> in.unsigned1();
      case 0x95 -> in.signed8();
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean object(int operation) throws IOException {
    switch (operation) {
      case 'c' -> push(new Global(in.line(), in.line()));
      case 0x93 -> stackGlobal();
      case 'R', 0x81 -> call(pop());
      case 0x92 -> {
        Object named = pop();
        call(pop());
        give(named);
      }
      case 'b' -> give(pop());
      case 'Q' -> push(globals.persistent(pop()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void stackGlobal() {
    Object name = pop();
    if (!(pop() instanceof String module) || !(name instanceof String text)) {
      throw damaged("a global without a name");
    }
    push(new Global(module, text));
  }

  private void call(Object arguments) {
    if (!(arguments instanceof PickleTuple tuple)) {
      throw damaged("a call without a tuple of arguments");
    }
    Object function = pop();
    if (function instanceof Global global) {
      push(globals.call(global, tuple.items()));
    } else if (function instanceof Opaque opaque) {
      push(new Opaque(opaque.type(), tuple.items()));
    } else {
      throw damaged("a call of something that is no function");
    }
  }

  /** The state of an object: of no meaning for the classes that are known, but for arrays. */
  private void give(Object state) {
    Object target = top();
    if (target instanceof Opaque opaque) {
      opaque.give(state);
    } else if (target instanceof NumpyArray array && state instanceof PickleTuple tuple) {
      array.build(tuple);
    } else if (target instanceof NumpyType type && state instanceof PickleTuple tuple) {
      type.build(tuple);
    }
  }

  @SuppressWarnings("unchecked")
  private void append(List<Object> items) {
    Object target = top();
    if (target instanceof List<?> list && list instanceof ArrayList) {
      ((List<Object>) list).addAll(items);
    } else if (target instanceof Opaque opaque) {
      items.forEach(opaque::give);
    } else {
      throw damaged("items for something that is no list");
    }
  }

  private void put(List<Object> items) {
    Object target = top();
    if (items.size() % 2 != 0) {
      throw damaged("a key without a value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      if (target instanceof PickleDict dict) {
        dict.put(items.get(i), items.get(i + 1));
      } else if (target instanceof Opaque opaque) {
        opaque.give(items.get(i + 1));
      } else {
        throw damaged("keys for something that is no dictionary");
      }
    }
  }

  private Object remembered(long place) {
    if (!memo.containsKey(place)) {
      throw damaged("place " + place + " of the memory is read before it is written");
    }
    return memo.get(place);
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
      throw damaged("the stack is empty");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private List<Object> popLast(int count) {
    int from = stack.size() - count;
    if (from < 0 || stack.subList(from, stack.size()).contains(MARK)) {
      throw damaged("the stack is empty");
    }
    return cut(from);
  }

  private List<Object> popToMark() {
    int from = stack.lastIndexOf(MARK);
    if (from < 0) {
      throw damaged("a mark is missing");
    }
    List<Object> items = cut(from + 1);
    stack.remove(from);
    return items;
  }

  private List<Object> cut(int from) {
    List<Object> tail = stack.subList(from, stack.size());
    List<Object> items = new ArrayList<>(tail);
    tail.clear();
    return items;
  }

  private InvalidInput damaged(String what) {
    return source.fault("damaged pickle: " + what);
  }
}
