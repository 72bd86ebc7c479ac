package org.cusp.tensor.cuda;

import java.util.List;
import org.cusp.tensor.Precision;
import org.cusp.tensor.update.Operation;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * An update as a kernel {@code cusp_update}: a thread loads an element of each operand, computes
 * the terms in their order, an operation a rounding, and stores what was assigned. Of the precision
 * of the first operand are the normals, and the arithmetic if the update leaves it to its operands.
 *
 * @param precisions of the operands
 */
record UpdateSource(Update update, List<Precision> precisions) {
  private boolean isSingle() {
    return precisions.get(0) == Precision.FLOAT32;
  }

  private String arithmetic() {
    return isSingle() && update.arithmetic() == Update.Arithmetic.OF_OPERANDS ? "float" : "double";
  }

  private static String type(Precision precision) {
    return precision == Precision.FLOAT32 ? "float" : "double";
  }

  /** Arguments: operands with their strides, size, factors with their stride, keys, clock, sums. */
  String text() {
    StringBuilder out = new StringBuilder("KERNEL cusp_update(");
    for (int i = 0; i < precisions.size(); i++) {
      out.append(type(precisions.get(i))).append("* o" + i + ", i64 s" + i + ", ");
    }
    out.append(
        "u32 p, const double* factors, i64 factorStride, const u64* keys, const u32* clock, "
            + "double* partials, double* sums) {\n");
    if (update.sum().isPresent()) {
      out.append("  SHARED double part[REDUCE];\n");
    }
    out.append("  THREADS(t) {\n    double sum = 0, *s = &sum;\n");
    out.append("    const double* f = factors + BLOCK_Y * factorStride;\n");
    if (update.needsTime()) {
      out.append("    const u32 step = clock[0];\n");
      out.append("    const double time = (double) ((u64) clock[0] | ((u64) clock[1] << 32));\n");
    }
    if (update.isRandom()) {
      out.append("    const u64 key = keys[BLOCK_Y];\n");
    }
    out.append(
        usesNoise()
            ? "    each_normal(t, p, key, step, [=](u32 i, REAL z) {\n"
            : "    EACH(i, p) {\n");
    element(out);
    out.append(usesNoise() ? "    });\n" : "    }\n");
    if (update.sum().isPresent()) {
      boolean kept = update.sum().get() instanceof Update.Sum.Added;
      out.append("    part[t] = sum;\n  }\n  TREE(part)\n  LEAVE(part, partials, sums, " + kept);
      return out.append(")\n}\n").toString();
    }
    return out.append("  }\n}\n").toString();
  }

  private void element(StringBuilder out) {
    for (int i = 0; i < precisions.size(); i++) {
      String type = type(precisions.get(i));
      out.append("      " + type + "* a" + i + " = o" + i + " + BLOCK_Y * s" + i + " + i;\n");
      out.append("      " + type + " v" + i + " = *a" + i + ";\n");
    }
    for (Update.Assignment assignment : update.assignments()) {
      int to = assignment.operand();
      String type = type(precisions.get(to));
      out.append("      v" + to + " = (" + type + ") " + text(assignment.term()) + ";\n");
      out.append("      *a" + to + " = v" + to + ";\n");
    }
    update
        .sum()
        .ifPresent(
            wanted -> {
              if (wanted instanceof Update.Sum.OfSquares squares) {
                String value = "(double) v" + squares.operand();
                out.append("      *s += " + value + " * " + value + ";\n");
              } else if (wanted instanceof Update.Sum.Added added) {
                out.append("      *s += (double) " + text(added.term()) + ";\n");
              }
            });
  }

  private boolean usesNoise() {
    return update.assignments().stream().anyMatch(a -> usesNoise(a.term()))
        || update.sum().orElse(null) instanceof Update.Sum.Added added && usesNoise(added.term());
  }

  private static boolean usesNoise(Term term) {
    return term instanceof Term.Noise
        || term instanceof Term.Of of && of.operands().stream().anyMatch(UpdateSource::usesNoise);
  }

  /** In the arithmetic's type. */
  private String text(Term term) {
    String as = "(" + arithmetic() + ") ";
    if (term instanceof Term.Value value) {
      return "(" + as + "v" + value.operand() + ")";
    }
    if (term instanceof Term.Factor factor) {
      return "(" + as + "f[" + factor.number() + "])";
    }
    if (term instanceof Term.Constant constant) {
      return "(" + as + number(constant.value()) + ")";
    }
    if (term instanceof Term.Noise) {
      return "(" + as + "z)";
    }
    if (term instanceof Term.Uniform uniform) {
      return "(" + as + "uniform(key, step, (u32) " + uniform.first() + "ll + i))";
    }
    if (term instanceof Term.Of of) {
      return "("
          + as
          + "("
          + operation(of.operation(), of.operands().stream().map(this::text).toList())
          + "))";
    }
    return "(" + as + "time)";
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "(0.0 / 0.0)";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "(1.0 / 0.0)" : "(-1.0 / 0.0)";
    }
    return "(" + Double.toHexString(value) + ")";
  }

  /** Functions of the library in double, whatever their operands: the caller rounds. */
  private static String operation(Operation operation, List<String> operands) {
    String a = operands.get(0);
    String b = operands.size() > 1 ? operands.get(1) : "";
    return switch (operation) {
      case PLUS -> a + " + " + b;
      case MINUS -> a + " - " + b;
      case TIMES -> a + " * " + b;
      case OVER -> a + " / " + b;
      case LEAST -> "least(" + a + ", " + b + ")";
      case MOST -> "most(" + a + ", " + b + ")";
      case POWER -> "pow((double) " + a + ", (double) " + b + ")";
      case LESS -> a + " < " + b + " ? 1.0 : 0.0";
      case NEGATIVE -> "-" + a;
      case ABSOLUTE -> "(double) fabs((double) " + a + ")";
      case ROOT -> "sqrt_(" + a + ")";
      case EXP -> "exp((double) " + a + ")";
      case EXPM1 -> "expm1((double) " + a + ")";
      case LOG1P -> "log1p((double) " + a + ")";
      case FINITE -> a + " - " + a + " == 0 ? 1.0 : 0.0";
      case CHOOSE -> a + " != 0 ? " + b + " : " + operands.get(2);
    };
  }
}
