package org.cusp.tensor.update;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is done to each element of some operands in one sweep: assignments in order, each of which
 * sees those before it, and if wanted a sum over the elements of each chain. It is a description
 * only; a provider of kernels may have a loop of its own for those it knows, makes one from the
 * terms, or computes them one by one. All give the same bits on a CPU: every operation is rounded,
 * none are contracted or reordered.
 *
 * @param name for messages
 * @param arithmetic what numbers are rounded to
 * @param assignments at least one
 * @param sum what is wanted of the elements of a chain
 */
public record Update(
    String name, Arithmetic arithmetic, List<Assignment> assignments, Optional<Sum> sum) {
  /** What the result of every operation is rounded to. */
  public enum Arithmetic {
    /** The precision of the operands. */
    OF_OPERANDS,
    /** Double, whatever the operands: what is assigned is rounded to theirs. */
    DOUBLE
  }

  /** An operand becomes what the term is. */
  public record Assignment(int operand, Term term) {}

  /** What is summed over the elements of a chain, in double. */
  public sealed interface Sum {
    /** The squares of an operand, as it is after the assignments; replaces what was there. */
    record OfSquares(int operand) implements Sum {}

    /** A term after the assignments, added to what was there in the order of the elements. */
    record Added(Term term) implements Sum {}
  }

  public Update {
    assignments = List.copyOf(assignments);
  }

  /** The one operand becomes 0, whatever it was. */
  public static final Update CLEAR = named("clear").set(0, Term.constant(0));

  /** Operands: a sum (Modified) and what is added; factors: what each is multiplied by. */
  public static final Update LINEAR =
      named("linear")
          .set(0, Term.factor(0).times(Term.value(0)).plus(Term.factor(1).times(Term.value(1))));

  /** Without assignments yet, in the arithmetic of the operands. */
  public static Update named(String name) {
    return new Update(name, Arithmetic.OF_OPERANDS, List.of(), Optional.empty());
  }

  /** Every operation in double. */
  public Update inDouble() {
    return new Update(name, Arithmetic.DOUBLE, assignments, sum);
  }

  /** After all that is there already, an operand becomes this. */
  public Update set(int operand, Term term) {
    List<Assignment> more = new ArrayList<>(assignments);
    more.add(new Assignment(operand, term));
    return new Update(name, arithmetic, more, sum);
  }

  /** With a sum. */
  public Update with(Sum wanted) {
    return new Update(name, arithmetic, assignments, Optional.of(wanted));
  }

  /** Whether random numbers are used. */
  public boolean isRandom() {
    return uses(Term.Noise.class) || uses(Term.Uniform.class);
  }

  /** Whether noise or the time is used. */
  public boolean needsTime() {
    return isRandom() || uses(Term.Time.class);
  }

  private boolean uses(Class<? extends Term> kind) {
    return assignments.stream().anyMatch(a -> uses(a.term(), kind))
        || sum.filter(Sum.Added.class::isInstance)
            .filter(added -> uses(((Sum.Added) added).term(), kind))
            .isPresent();
  }

  private static boolean uses(Term term, Class<? extends Term> kind) {
    return kind.isInstance(term)
        || term instanceof Term.Of of && of.operands().stream().anyMatch(it -> uses(it, kind));
  }

  /** Terms one after the other, summed from left to right. */
  public static Term sum(Term... terms) {
    return Arrays.stream(terms).reduce(Term::plus).orElseThrow();
  }
}
