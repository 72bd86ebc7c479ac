package org.cusp.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a command: what the launcher leaves out when it starts Java for it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface StartsWithout {
  /** What can be left out. */
  enum Part {
    /** The vector module: the command has no tensors. */
    TENSORS,
    /** The second compiler as well: the command is done in a second. */
    TENSORS_AND_COMPILER
  }

  Part value();
}
