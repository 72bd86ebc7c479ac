package org.cusp.format.hdf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object of an HDF5 file as the messages of its header.
 *
 * @param messages in the order of the header
 */
record HdfObject(HdfBytes file, List<Message> messages) {
  static final int SPACE = 0x1;
  static final int TYPE = 0x3;
  static final int LINK = 0x6;
  static final int LAYOUT = 0x8;
  static final int FILTERS = 0xb;
  static final int ATTRIBUTE = 0xc;

  private static final int CONTINUATION = 0x10;
  private static final int SYMBOLS = 0x11;
  private static final int MOST_NODES = 1 << 20;

  /** One message. */
  record Message(int type, HdfBytes content) {
    /** The same again from its beginning. */
    HdfBytes open() {
      return new HdfBytes(
          content.where(),
          content.bytes().duplicate().order(content.bytes().order()).rewind(),
          content.widths());
    }
  }

  static HdfObject at(HdfBytes file, long address) {
    HdfBytes header = file.at(address);
    List<Message> messages = new ArrayList<>();
    if (header.startsWith("OHDR")) {
      second(file, header, messages);
    } else {
      first(file, header, messages);
    }
    return new HdfObject(file, messages);
  }

  private static void first(HdfBytes file, HdfBytes header, List<Message> messages) {
    if (header.u1() != 1) {
      throw file.damaged("an object's header of another version");
    }
    header.skip(7);
    long size = header.u4();
    List<HdfBytes> blocks = new ArrayList<>(List.of(header.skip(4).next(size)));
    Set<Long> seen = new HashSet<>();
    for (int b = 0; b < blocks.size(); b++) {
      HdfBytes block = blocks.get(b);
      while (block.remaining() >= 8) {
        int type = block.u2();
        int length = block.u2();
        HdfBytes content = block.skip(4).next(length);
        keep(file, messages, type, content, blocks, seen);
      }
    }
  }

  private static void second(HdfBytes file, HdfBytes header, List<Message> messages) {
    header.skip(5);
    int flags = header.u1();
    header.skip((flags & 0x20) != 0 ? 16 : 0).skip((flags & 0x10) != 0 ? 4 : 0);
    List<HdfBytes> blocks = new ArrayList<>(List.of(header.next(header.sized(1 << (flags & 3)))));
    Set<Long> seen = new HashSet<>();
    int prefix = (flags & 4) != 0 ? 6 : 4;
    for (int b = 0; b < blocks.size(); b++) {
      HdfBytes block = blocks.get(b);
      if (block.startsWith("OCHK")) {
        block = block.skip(4).next(block.remaining() - 4L);
      }
      while (block.remaining() >= prefix) {
        int type = block.u1();
        int length = block.u2();
        HdfBytes content = block.skip(prefix - 3).next(length);
        keep(file, messages, type, content, blocks, seen);
      }
    }
  }

  private static void keep(
      HdfBytes file,
      List<Message> messages,
      int type,
      HdfBytes content,
      List<HdfBytes> blocks,
      Set<Long> seen) {
    if (type != CONTINUATION) {
      messages.add(new Message(type, content));
      return;
    }
    long address = content.address();
    if (!seen.add(address)) {
      throw file.damaged("a header that continues in itself");
    }
    blocks.add(file.at(address).next(content.length()));
  }

  List<HdfBytes> all(int type) {
    return messages.stream().filter(m -> m.type() == type).map(Message::open).toList();
  }

  /** The one message of this type, which a sound object has. */
  HdfBytes one(int type) {
    List<HdfBytes> found = all(type);
    if (found.isEmpty()) {
      throw file.damaged("an object without a message of type " + type);
    }
    return found.get(0);
  }

  boolean has(int type) {
    return messages.stream().anyMatch(message -> message.type() == type);
  }

  /** The members of a group, by name; none where it is no group. */
  Map<String, Long> members() {
    Map<String, Long> members = new LinkedHashMap<>();
    for (HdfBytes table : all(SYMBOLS)) {
      long tree = table.address();
      HdfBytes heap = file.at(table.address()).expect("HEAP").skip(4);
      heap.length();
      heap.length();
      long names = heap.address();
      walk(tree, names, members, new HashSet<>());
    }
    all(LINK).forEach(link -> link(link, members));
    return members;
  }

  private void walk(long node, long names, Map<String, Long> members, Set<Long> seen) {
    if (!seen.add(node) || seen.size() > MOST_NODES) {
      throw file.damaged("a tree that contains itself");
    }
    HdfBytes tree = file.at(node);
    if (tree.startsWith("SNOD")) {
      symbols(tree, names, members);
      return;
    }
    tree.expect("TREE").skip(1);
    int level = tree.u1();
    if (level + 1 + seen.size() > MOST_NODES) {
      throw file.damaged("a tree that is too deep");
    }
    int entries = tree.u2();
    tree.address();
    tree.address();
    for (int i = 0; i < entries; i++) {
      tree.length();
      long child = tree.address();
      if (level == 0 || !file.at(child).startsWith("TREE") || childLevel(child) < level) {
        walk(child, names, members, seen);
      } else {
        throw file.damaged("a tree whose levels do not fall");
      }
    }
  }

  private int childLevel(long child) {
    return file.at(child).skip(5).u1();
  }

  private void symbols(HdfBytes node, long names, Map<String, Long> members) {
    node.skip(6);
    int count = node.u2();
    for (int i = 0; i < count; i++) {
      long name = node.address();
      long header = node.address();
      node.skip(24);
      members.put(file.at(Math.addExact(names, name)).text(MOST_NAME), header);
    }
  }

  private static final int MOST_NAME = 1024;

  /** A link of a group of the newer kind; soft and external ones are not followed. */
  private void link(HdfBytes link, Map<String, Long> members) {
    link.skip(1);
    int flags = link.u1();
    int kind = (flags & 8) != 0 ? link.u1() : 0;
    link.skip((flags & 4) != 0 ? 8 : 0).skip((flags & 0x10) != 0 ? 1 : 0);
    HdfBytes name = link.next(link.sized(1 << (flags & 3)));
    if (kind == 0) {
      members.put(name.text(MOST_NAME), link.address());
    }
  }
}
