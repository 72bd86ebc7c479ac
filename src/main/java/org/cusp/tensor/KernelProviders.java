package org.cusp.tensor;

import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.contract.Registry;

/** The installed {@link KernelProvider}s. */
@Registry("a kernel provider")
final class KernelProviders {
  static final String AUTO = "auto";

  static final List<KernelProvider> ALL =
      ServiceLoader.load(KernelProvider.class, KernelProvider.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private static final System.Logger LOG = System.getLogger("org.cusp.tensor");
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private KernelProviders() {}

  static KernelProvider best() {
    KernelProvider found =
        ALL.stream()
            .filter(provider -> provider.worthwhileFrom() == 0)
            .filter(provider -> provider.obstacle().isEmpty())
            .findFirst()
            .orElseThrow(() -> unusable(ALL.get(0)));
    KernelProvider wanted = ALL.get(0);
    if (found != wanted && SAID.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "kernels {0} are in use, which are slower: {1}",
          found.id(),
          wanted.obstacle().orElseThrow());
    }
    return found;
  }

  static KernelProvider named(String name, double operations) {
    return name.equals(AUTO)
        ? ALL.stream()
            .filter(provider -> provider.worthwhileFrom() > 0)
            .filter(provider -> operations >= provider.worthwhileFrom())
            .filter(provider -> provider.obstacle().isEmpty())
            .findFirst()
            .orElseGet(KernelProviders::best)
        : named(name);
  }

  static KernelProvider named(String name) {
    if (name.equals(AUTO)) {
      return best();
    }
    KernelProvider found =
        ALL.stream()
            .filter(provider -> provider.id().equals(name))
            .findFirst()
            .orElseThrow(() -> Nearest.unknown("kernels", name, names()));
    if (found.obstacle().isPresent()) {
      throw unusable(found);
    }
    return found;
  }

  private static List<String> names() {
    return Stream.concat(Stream.of(AUTO), ALL.stream().map(KernelProvider::id)).toList();
  }

  private static InvalidInput unusable(KernelProvider provider) {
    return new InvalidInput(
        "kernels " + provider.id() + " cannot be used here: " + provider.obstacle().orElseThrow());
  }
}
