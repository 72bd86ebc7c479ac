package org.cusp.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An open door: what is added to Cusp is one file of its own and one line here. The table of
 * CONTRIBUTING.md has a row for each.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Registry {
  /** What is added, as the table calls it. */
  String value();
}
