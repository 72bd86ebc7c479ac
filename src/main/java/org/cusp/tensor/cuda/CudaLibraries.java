package org.cusp.tensor.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Finds and loads the libraries of CUDA 13: where the system looks for libraries, in a toolkit, and
 * among the packages of a Python. The bindings then find them loaded, so that no path has to be set
 * before Java starts.
 */
final class CudaLibraries {
  /** Folders, separated by colons, that are looked into first. */
  static final String VARIABLE = "CUSP_CUDA";

  private static final Map<String, String> NEEDED = needed();

  /** Loaded from beside NVRTC, which asks for it by its name alone. */
  private static final String BUILTINS = "libnvrtc-builtins.so.13*";

  private CudaLibraries() {}

  private static Map<String, String> needed() {
    Map<String, String> needed = new LinkedHashMap<>();
    needed.put("libcuda.so.1", "the driver of an NVIDIA card (580 or newer)");
    needed.put("libcudart.so.13", "the runtime of CUDA 13");
    needed.put("libcublasLt.so.13", "cuBLAS of CUDA 13");
    needed.put("libcublas.so.13", "cuBLAS of CUDA 13");
    needed.put("libnvrtc.so.13", "the run-time compiler of CUDA 13");
    return needed;
  }

  /** Loads them all; what is missing, in words, if anything is. */
  static Optional<String> load() {
    List<Path> folders = folders();
    for (Map.Entry<String, String> library : NEEDED.entrySet()) {
      if (!loaded(library.getKey(), folders)) {
        return Optional.of(
            library.getValue()
                + " is missing ("
                + library.getKey()
                + "; if it is in an unusual folder, name that in "
                + VARIABLE
                + ")");
      }
    }
    return Optional.empty();
  }

  /** From the folders in their order, then from wherever the system finds it. */
  private static boolean loaded(String name, List<Path> folders) {
    for (Path folder : folders) {
      if (Files.exists(folder.resolve(name))) {
        matching(folder, name.startsWith("libnvrtc") ? BUILTINS : name)
            .forEach(CudaLibraries::open);
        if (open(folder.resolve(name))) {
          return true;
        }
      }
    }
    return open(Path.of(name));
  }

  private static boolean open(Path library) {
    try {
      Loader.loadGlobal(library.toString());
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  private static List<Path> folders() {
    List<Path> found = new ArrayList<>();
    addAll(found, System.getenv(VARIABLE));
    addAll(found, System.getenv("LD_LIBRARY_PATH"));
    for (String toolkit : new String[] {"CUDA_HOME", "CUDA_PATH"}) {
      String home = System.getenv(toolkit);
      if (home != null && !home.isEmpty()) {
        found.add(Path.of(home, "lib64"));
      }
    }
    for (Path toolkit : matching(Path.of("/usr/local"), "cuda*")) {
      found.add(toolkit.resolve("lib64"));
      found.add(toolkit.resolve("lib"));
    }
    for (String folder :
        new String[] {
          "/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/usr/lib/wsl/lib",
          "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64"
        }) {
      found.add(Path.of(folder));
    }
    pythons().forEach(python -> addWheels(found, python));
    return found.stream().filter(Files::isDirectory).toList();
  }

  private static void addAll(List<Path> found, String path) {
    if (path != null) {
      for (String folder : path.split(":")) {
        if (!folder.isEmpty()) {
          found.add(Path.of(folder));
        }
      }
    }
  }

  private static List<Path> pythons() {
    List<Path> homes = new ArrayList<>();
    for (String variable : new String[] {"VIRTUAL_ENV", "CONDA_PREFIX"}) {
      addAll(homes, System.getenv(variable));
    }
    homes.add(Path.of(System.getProperty("user.home"), ".local"));
    homes.add(Path.of("/usr/local"));
    homes.add(Path.of("/usr"));
    for (Path home : matching(Path.of("/opt"), "*")) {
      homes.add(home);
      homes.add(home.resolve(".venv"));
      homes.add(home.resolve("venv"));
    }
    return homes;
  }

  /** The libraries of NVIDIA's wheels: one folder for all of CUDA 13, or one for each. */
  private static void addWheels(List<Path> found, Path home) {
    for (Path python : matching(home.resolve("lib"), "python3*")) {
      for (String packages : new String[] {"site-packages", "dist-packages"}) {
        for (Path wheel : matching(python.resolve(packages).resolve("nvidia"), "cu*")) {
          found.add(wheel.resolve("lib"));
        }
      }
    }
  }

  private static List<Path> matching(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
        entries.forEach(found::add);
      } catch (IOException | java.nio.file.DirectoryIteratorException e) {
        return List.of();
      } catch (UncheckedIOException e) {
        return List.of();
      }
    }
    found.sort(null);
    return found;
  }
}
