package org.cusp.tensor;

import java.util.List;
import java.util.Optional;

/**
 * An implementation of {@link Kernels}, found as a service: a new one is a class with a public
 * constructor without arguments and its name in {@code
 * META-INF/services/org.cusp.tensor.KernelProvider}. Nothing is loaded before it is asked for.
 */
public interface KernelProvider {
  /** The name that a user types. */
  String id();

  /** Why it cannot be used here and what would help; empty where it can. */
  Optional<String> obstacle();

  /**
   * A new instance, for use by one thread at a time. BLAS runs in the thread that calls it.
   *
   * @throws org.cusp.contract.InvalidInput where there is an {@link #obstacle}
   */
  Kernels create();

  /** Where the slabs lie that its kernels work on. */
  Memory memory();

  /**
   * Whether a pass should hold all chains at once: an accelerator gains by it, a CPU core loses.
   */
  boolean prefersWidePasses();

  /**
   * The floating-point operations of one gradient of all chains from which on "auto" takes it; 0
   * for the kernels of a CPU, which it tries in their order.
   */
  default double worthwhileFrom() {
    return 0;
  }

  /** All that are installed, in the order in which "auto" tries them. */
  static List<KernelProvider> all() {
    return KernelProviders.ALL;
  }

  /** Those of {@link #all} that can be used here. */
  static List<KernelProvider> usable() {
    return all().stream().filter(provider -> provider.obstacle().isEmpty()).toList();
  }

  /**
   * The first that is usable. A warning is logged, once, where it is not the first installed.
   *
   * @throws org.cusp.contract.InvalidInput where none is usable
   */
  static KernelProvider best() {
    return KernelProviders.best();
  }

  /**
   * The provider with this name, or the best one for "auto".
   *
   * @throws org.cusp.contract.InvalidInput where there is none, or it cannot be used here
   */
  static KernelProvider named(String name) {
    return KernelProviders.named(name);
  }

  /**
   * The same, where so much is to be computed that "auto" may take an accelerator.
   *
   * @param operations floating-point operations of one gradient of all chains
   */
  static KernelProvider named(String name, double operations) {
    return KernelProviders.named(name, operations);
  }
}
