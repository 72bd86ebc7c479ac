package org.cusp.format.pickle;

/** A class or a function that a pickle names; it is never looked up. */
public record Global(String module, String name) {
  /** As Python writes it. */
  @Override
  public String toString() {
    return module + "." + name;
  }

  /** Whether it is one of these names of a module. */
  public boolean is(String ofModule, String... names) {
    return module.equals(ofModule) && java.util.Arrays.asList(names).contains(name);
  }
}
