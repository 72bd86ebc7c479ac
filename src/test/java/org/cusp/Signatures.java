package org.cusp;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Argument lists that are too long to be read at a call: more than six, of whatever is public. A
 * record that is not private may have more components where one place makes it, such as a row that
 * is printed and stored.
 */
final class Signatures {
  private static final int MOST_PARAMETERS = 6;

  private Signatures() {}

  static List<String> faults(JavaClasses classes) {
    List<String> faults = new ArrayList<>();
    classes.stream()
        .filter(type -> !type.isAnonymousClass())
        .flatMap(type -> type.getCodeUnits().stream())
        .filter(unit -> unit.getRawParameterTypes().size() > MOST_PARAMETERS)
        .filter(Signatures::isSeen)
        .sorted(Comparator.comparing(JavaCodeUnit::getFullName))
        .forEach(unit -> fault(unit, faults));
    return faults;
  }

  private static boolean isSeen(JavaCodeUnit unit) {
    return unit.isConstructor() && unit.getOwner().isRecord()
        ? !unit.getModifiers().contains(JavaModifier.PRIVATE)
        : unit.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static void fault(JavaCodeUnit unit, List<String> faults) {
    JavaClass owner = unit.getOwner();
    String name = owner.getName() + "." + unit.getName();
    int count = unit.getRawParameterTypes().size();
    if (!unit.isConstructor() || !owner.isRecord()) {
      faults.add(name + " takes " + count);
      return;
    }
    Set<String> places = places(unit);
    if (places.size() > 1) {
      faults.add(owner.getName() + " of " + count + " is made in " + String.join(", ", places));
    }
  }

  private static Set<String> places(JavaCodeUnit constructor) {
    return constructor.getAccessesToSelf().stream()
        .map(call -> call.getOriginOwner().getSimpleName() + ":" + call.getLineNumber())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
